import 'reflect-metadata';

const VARIABLES = Symbol('environment variables');

/** One property of a configuration class and the environment variable that sets it. */
export interface EnvVariable {
  property: string;
  name: string;
  meaning: string;
}

/**
 * Reads the property from the environment. The declared type says how: `string`, `number`,
 * `boolean`, `bigint`, or `string[]` (separated by commas). `meaning` is what `--help` says of it.
 */
export function Env(name: string, meaning = ''): PropertyDecorator {
  return (target, property) => {
    const others = variablesOf(target).filter((other) => other.property !== property);
    const variable: EnvVariable = { property: String(property), name, meaning };
    Reflect.defineMetadata(VARIABLES, [...others, variable], target);
  };
}

/** Of a configuration class's prototype, inherited ones first. */
export function variablesOf(prototype: object): EnvVariable[] {
  return (Reflect.getMetadata(VARIABLES, prototype) as EnvVariable[] | undefined) ?? [];
}
