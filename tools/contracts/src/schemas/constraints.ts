import { MAX_MINOR_UNITS } from '@tapmesh/events';
import { fromOneTo } from './at-most.js';
import type { Definitions, JsonSchema } from './json-schema.js';

/** A decorator of class-validator on a field: its name and what it was given. */
export interface Constraint {
  name: string;
  arguments: readonly unknown[];
}

/** What has a name because it stands in many places. */
export const sharedDefinitions: Definitions = {
  MinorUnits: {
    type: 'string',
    description: 'A whole number of an asset’s smallest unit, 0 to 2⁶³ − 1.',
    pattern: `^(0|${fromOneTo(MAX_MINOR_UNITS)})$`,
  },
  PositiveMinorUnits: {
    type: 'string',
    description: 'A whole number of an asset’s smallest unit, 1 to 2⁶³ − 1.',
    pattern: `^(${fromOneTo(MAX_MINOR_UNITS)})$`,
  },
};

export function reference(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

const HEX = '[0-9a-fA-F]';
/** RFC 9562's versions, the nil and the max UUID: what `IsUUID` accepts. */
const UUID = `^(${HEX}{8}-${HEX}{4}-[1-8]${HEX}{3}-[89abAB]${HEX}{3}-${HEX}{12}|0{8}-(0{4}-){3}0{12}|[fF]{8}-([fF]{4}-){3}[fF]{12})$`;
/** What services write. Their readers take any ISO 8601 time, see the README. */
export const RFC_3339 =
  '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d+)?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)$';

const mappings: Record<string, (...given: never[]) => JsonSchema> = {
  isString: () => ({ type: 'string' }),
  isInt: () => ({ type: 'integer' }),
  isBoolean: () => ({ type: 'boolean' }),
  isObject: () => ({ type: 'object' }),
  isUuid: () => ({ type: 'string', format: 'uuid', pattern: UUID }),
  isDateString: () => ({ type: 'string', format: 'date-time', pattern: RFC_3339 }),
  isEnum: (members: Record<string, string>) => ({ type: 'string', enum: Object.values(members) }),
  isLength: (minLength: number, maxLength: number) => ({ minLength, maxLength }),
  maxLength: (maxLength: number) => ({ maxLength }),
  min: (minimum: number) => ({ minimum }),
  max: (maximum: number) => ({ maximum }),
  isPositive: () => ({ exclusiveMinimum: 0 }),
  matches: (pattern: RegExp) => ({ pattern: pattern.source }),
  isMinorUnits: () => reference('MinorUnits'),
  isPositiveMinorUnits: () => reference('PositiveMinorUnits'),
};

/**
 * A field's decorators as one schema.
 * @throws {Error} for a decorator that has no mapping, or whose meaning another one overrides: a
 * schema that says less than the validation would be believed
 */
export function schemaOf(constraints: readonly Constraint[]): JsonSchema {
  const names = new Set(constraints.map(({ name }) => name));
  const schema: JsonSchema = {};
  for (const { name, arguments: given } of constraints) {
    // The narrower of the two says it all.
    if (name === 'isMinorUnits' && names.has('isPositiveMinorUnits')) continue;
    const map = mappings[name];
    if (!map) throw new Error(`constraints.ts has no mapping for the decorator "${name}"`);
    for (const [keyword, value] of Object.entries(map(...(given as never[])))) {
      const before = schema[keyword as keyof JsonSchema];
      if (before !== undefined && before !== value) {
        throw new Error(`two decorators of one field set "${keyword}": ${before} and ${value}`);
      }
      Object.assign(schema, { [keyword]: value });
    }
  }
  return schema;
}
