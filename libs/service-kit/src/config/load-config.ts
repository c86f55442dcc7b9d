import { validateSync, type ValidationError } from 'class-validator';
import { convert } from './convert.js';
import { variablesOf, type EnvVariable } from './env.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What is wrong between variables: a configuration class may have it. */
export interface CrossChecked {
  problems(): string[];
}

export class ConfigError extends Error {
  constructor(readonly problems: string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
  }
}

/**
 * An empty variable counts as not set, as `FOO= command` is commonly meant.
 * @throws {ConfigError} with every problem at once, one a line, never with a value: it may be secret
 */
export function loadConfig<C extends object>(
  configClass: new () => C,
  env: Environment = process.env,
): C {
  const { config, problems } = readConfig(configClass, env);
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

function readConfig<C extends object>(configClass: new () => C, env: Environment) {
  const config = new configClass();
  const variables = variablesOf(configClass.prototype as object);
  const unreadable = new Set<string>();
  const problems: string[] = [];
  for (const { property, name } of variables) {
    const text = env[name];
    if (text === undefined || text === '') continue;
    const conversion = convert(text, typeOf(config, property));
    if ('value' in conversion) {
      Reflect.set(config, property, conversion.value);
    } else {
      unreadable.add(property);
      problems.push(`${name} ${conversion.problem}`);
    }
  }
  for (const error of validateSync(config)) {
    if (!unreadable.has(error.property)) problems.push(...inVariables(error, variables));
  }
  if (problems.length === 0 && isCrossChecked(config)) problems.push(...config.problems());
  return { config, problems };
}

/**
 * TypeScript tells decorators of a declared type, not of an inferred one: `port = 0` is known by its
 * default alone.
 */
function typeOf(config: object, property: string): unknown {
  const declared: unknown = Reflect.getMetadata('design:type', config, property);
  if (declared !== undefined && declared !== Object) return declared;
  const value: unknown = Reflect.get(config, property);
  return value === undefined || value === null ? String : value.constructor;
}

/** The validator speaks of properties; whoever sets the environment knows variables. */
function inVariables(error: ValidationError, variables: EnvVariable[]): string[] {
  const variable = variables.find(({ property }) => property === error.property);
  const name = variable?.name ?? error.property;
  const value: unknown = Reflect.get(error.target ?? {}, error.property);
  if (value === undefined) {
    return [`${name} is required${variable?.meaning ? `: ${variable.meaning}` : ''}`];
  }
  return Object.values(error.constraints ?? {}).map((message) =>
    message.startsWith(error.property)
      ? `${name}${message.slice(error.property.length)}`
      : `${name}: ${message}`,
  );
}

function isCrossChecked(config: object): config is CrossChecked {
  return 'problems' in config && typeof config.problems === 'function';
}
