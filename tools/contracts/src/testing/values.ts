import fc, { type Arbitrary } from 'fast-check';
import type { Definitions, JsonSchema } from '../schemas/json-schema.js';

/** The reader counts a letter and its variation selector as one, JSON Schema as two. */
const VARIATION_SELECTOR = /[\uFE0E\uFE0F]/u;

/** Values that a schema allows, optional fields sometimes left out. */
export function valuesOf(schema: JsonSchema, definitions: Definitions): Arbitrary<unknown> {
  const { $ref, allOf } = schema;
  if ($ref !== undefined) {
    return valuesOf(definitions[$ref.slice($ref.lastIndexOf('/') + 1)] ?? {}, definitions);
  }
  if (allOf?.[0]) return valuesOf(allOf[0], definitions);
  switch (schema.type) {
    case 'object':
      return objectsOf(schema, definitions);
    case 'string':
      return stringsOf(schema);
    case 'integer': {
      const above = schema.exclusiveMinimum === undefined ? undefined : schema.exclusiveMinimum + 1;
      return fc.integer({ min: schema.minimum ?? above, max: schema.maximum });
    }
    case 'boolean':
      return fc.boolean();
    default:
      throw new Error(`values.ts does not know the type ${schema.type}`);
  }
}

function objectsOf(schema: JsonSchema, definitions: Definitions): Arbitrary<unknown> {
  if (!schema.properties) return fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 3 });
  const fields = Object.entries(schema.properties).map(
    ([name, field]) => [name, valuesOf(field, definitions)] as const,
  );
  return fc.record(Object.fromEntries(fields), { requiredKeys: schema.required ?? [] });
}

function stringsOf(schema: JsonSchema): Arbitrary<string> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.format === 'date-time') {
    const [min, max] = [new Date('0001-01-01T00:00:00Z'), new Date('9999-12-31T23:59:59Z')];
    return fc.date({ min, max, noInvalidDate: true }).map((date) => date.toISOString());
  }
  const { minLength = 0, maxLength } = schema;
  if (schema.pattern !== undefined) {
    return fc
      .stringMatching(new RegExp(schema.pattern), { maxLength })
      .filter((text) => text.length >= minLength);
  }
  return fc
    .string({ unit: 'binary', minLength, maxLength })
    .filter((text) => !VARIATION_SELECTOR.test(text));
}

/** Values that belong nowhere, or almost. */
export const oddValues: Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, true, [], {}, [{}], '', ' ', '\n'),
  fc.constantFrom<unknown>(-1, 0, 0.5, 1, 18, 19, 2 ** 53, 31_536_000, 31_536_001, 1e300),
  fc.constantFrom('0', '1', '-1', '01', '9223372036854775807', '9223372036854775808', '1\n'),
  fc.constantFrom('USD', 'U$D', 'ABCDEFGHIJKLM', 'approved', 'CARD', 'card', 'PENDING'),
  fc.constantFrom('2026', '2026-01-02', '2026-01-02T03:04:05', '2026-13-01T00:00:00Z', '2026-W01'),
  fc.constantFrom(
    '00000000-0000-0000-0000-000000000000',
    'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
    '01980000-0000-7000-8000-000000000001',
    '01980000-0000-9000-8000-000000000001',
    '{01980000-0000-7000-8000-000000000001}',
    'urn:uuid:01980000-0000-7000-8000-000000000001',
  ),
  fc
    .constantFrom(12, 13, 64, 65, 255, 256, 1024, 1025, 2048, 2049, 4096, 4097, 16_384, 16_385)
    .chain((length) => fc.constantFrom('a'.repeat(length), '😀'.repeat(length))),
  fc.jsonValue(),
);

/** The value with one field, at any depth, replaced or left out. */
export function mutationsOf(value: unknown): Arbitrary<unknown> {
  const paths = pathsIn(value);
  return fc
    .tuple(fc.constantFrom(...paths), oddValues)
    .map(([path, odd]) => replaced(value, path, odd));
}

function pathsIn(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path];
  const inner = Object.entries(value).flatMap(([key, field]) => pathsIn(field, [...path, key]));
  return path.length === 0 && inner.length > 0 ? inner : [path, ...inner];
}

function replaced(value: unknown, [field, ...rest]: string[], odd: unknown): unknown {
  if (field === undefined) return odd;
  const { [field]: inner, ...others } = value as Record<string, unknown>;
  const changed = replaced(inner, rest, odd);
  return changed === undefined ? others : { ...others, [field]: changed };
}
