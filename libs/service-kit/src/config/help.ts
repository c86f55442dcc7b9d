import { validateSync } from 'class-validator';
import { variablesOf } from './env.js';

export interface HelpSubject {
  name: string;
  description: string;
  configClass: new () => object;
}

/** What `--help` prints: every variable with its meaning and its default. */
export function helpText({ name, description, configClass }: HelpSubject): string {
  const defaults = new configClass();
  const required = new Set(validateSync(defaults).map(({ property }) => property));
  const variables = variablesOf(configClass.prototype as object);
  const width = Math.max(...variables.map((variable) => variable.name.length));
  const lines = variables.map(({ property, name: variable, meaning }) => {
    const note = required.has(property)
      ? 'required'
      : describeDefault(Reflect.get(defaults, property));
    return `  ${variable.padEnd(width)}  ${meaning}${meaning ? ' ' : ''}(${note})`;
  });
  return [`${name}: ${description}`, '', 'Environment:', ...lines, ''].join('\n');
}

function describeDefault(value: unknown): string {
  if (value === undefined) return 'optional';
  if (value === '') return 'default empty';
  return `default ${String(value)}`;
}
