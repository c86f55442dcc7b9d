import { validateSync } from 'class-validator';
import { variablesOf } from './env.js';

export interface HelpSubject {
  name: string;
  description: string;
  configClass: new () => object;
}

export interface VariableHelp {
  name: string;
  meaning: string;
  required: boolean;
  /** As text; left out where there is none. */
  default?: string;
}

/** Every variable with its meaning and its default. */
export function variablesHelp(configClass: new () => object): VariableHelp[] {
  const defaults = new configClass();
  const required = new Set(validateSync(defaults).map(({ property }) => property));
  return variablesOf(configClass.prototype as object).map(({ property, name, meaning }) => {
    const value: unknown = Reflect.get(defaults, property);
    return {
      name,
      meaning,
      required: required.has(property),
      ...(value === undefined ? {} : { default: String(value) }),
    };
  });
}

/** What `--help` prints. */
export function helpText({ name, description, configClass }: HelpSubject): string {
  const variables = variablesHelp(configClass);
  const width = Math.max(...variables.map((variable) => variable.name.length));
  const lines = variables.map(
    (variable) =>
      `  ${variable.name.padEnd(width)}  ${variable.meaning}${variable.meaning ? ' ' : ''}(${note(variable)})`,
  );
  return [`${name}: ${description}`, '', 'Environment:', ...lines, ''].join('\n');
}

/** What `--help=json` prints, for programs. */
export function helpJson({ name, description, configClass }: HelpSubject): string {
  const help = { name, description, variables: variablesHelp(configClass) };
  return `${JSON.stringify(help, undefined, 2)}\n`;
}

function note({ required, default: value }: VariableHelp): string {
  if (required) return 'required';
  if (value === undefined) return 'optional';
  return value === '' ? 'default empty' : `default ${value}`;
}
