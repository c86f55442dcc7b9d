import type { Definitions, JsonSchema } from '../schemas/json-schema.js';
import type { Finding, Severity } from './finding.js';

/** A schema with the definitions that its `$ref`s mean. */
export interface Side {
  schema: JsonSchema;
  definitions: Definitions;
}

const LOWER_BOUNDS = ['minLength', 'minimum', 'exclusiveMinimum'] as const;
const UPPER_BOUNDS = ['maxLength', 'maximum'] as const;
/** Values of which only equality is known, strings all. */
const TEXTS = ['const', 'format', 'pattern'] as const;
const COMPARED: ReadonlySet<string> = new Set([
  ...LOWER_BOUNDS,
  ...UPPER_BOUNDS,
  ...TEXTS,
  ...['type', 'enum', 'properties', 'required', 'description', 'title'],
]);

/** What changed between two versions of one schema, field by field. */
export function compareSchemas(where: string, before: Side, after: Side): Finding[] {
  const [old, now] = [resolve(before), resolve(after)];
  return [
    ...compareTypes(where, old, now),
    ...compareEnums(where, old, now),
    ...TEXTS.flatMap((keyword) => compareTexts(where, keyword, old, now)),
    ...LOWER_BOUNDS.flatMap((keyword) => compareBounds(where, keyword, old, now)),
    ...UPPER_BOUNDS.flatMap((keyword) => compareBounds(where, keyword, old, now)),
    ...compareUnknown(where, old, now),
    ...compareFields(where, { ...before, schema: old }, { ...after, schema: now }),
  ];
}

/** Without `$ref` and `allOf`, which is only ever used to describe a reference. */
function resolve({ schema, definitions }: Side): JsonSchema {
  const { $ref, allOf, ...own } = schema;
  const parts = [...(allOf ?? []), ...($ref === undefined ? [] : [target($ref, definitions)])];
  return parts.reduce<JsonSchema>(
    (merged, part) => ({ ...resolve({ schema: part, definitions }), ...merged }),
    own,
  );
}

function target($ref: string, definitions: Definitions): JsonSchema {
  const found = definitions[$ref.slice($ref.lastIndexOf('/') + 1)];
  if (!found) throw new Error(`${$ref} points to nothing`);
  return found;
}

function compareTypes(where: string, old: JsonSchema, now: JsonSchema): Finding[] {
  if (old.type === now.type) return [];
  const widened = now.type === undefined || (old.type === 'integer' && now.type === 'number');
  const what = `type ${old.type ?? 'any'} became ${now.type ?? 'any'}`;
  return [{ severity: widened ? 'readers-first' : 'breaking', where, what }];
}

function compareEnums(where: string, old: JsonSchema, now: JsonSchema): Finding[] {
  if (!old.enum && !now.enum) return [];
  if (!old.enum) return [{ severity: 'breaking', where, what: 'only certain values pass now' }];
  if (!now.enum) return [{ severity: 'readers-first', where, what: 'any value passes now' }];
  const [before, after] = [old.enum, now.enum];
  const finding = (severity: Severity, what: string): Finding => ({ severity, where, what });
  return [
    ...before
      .filter((value) => !after.includes(value))
      .map((value) => finding('breaking', `value ${value} removed`)),
    ...after
      .filter((value) => !before.includes(value))
      .map((value) => finding('readers-first', `value ${value} added`)),
  ];
}

/** Which of two patterns is the wider one, nobody can tell in general. */
function compareTexts(
  where: string,
  keyword: (typeof TEXTS)[number],
  old: JsonSchema,
  now: JsonSchema,
): Finding[] {
  const [before, after] = [old[keyword], now[keyword]];
  if (before === after) return [];
  return after === undefined
    ? [{ severity: 'readers-first', where, what: `${keyword} ${before} removed` }]
    : [{ severity: 'breaking', where, what: `${keyword} ${before ?? 'none'} became ${after}` }];
}

function compareBounds(
  where: string,
  keyword: (typeof LOWER_BOUNDS)[number] | (typeof UPPER_BOUNDS)[number],
  old: JsonSchema,
  now: JsonSchema,
): Finding[] {
  const [before, after] = [old[keyword], now[keyword]];
  if (before === after) return [];
  const sign = (LOWER_BOUNDS as readonly string[]).includes(keyword) ? 1 : -1;
  const tightened = after !== undefined && (before === undefined || sign * (after - before) > 0);
  const what = `${keyword} ${before ?? 'none'} became ${after ?? 'none'}`;
  return [{ severity: tightened ? 'breaking' : 'readers-first', where, what }];
}

/** A keyword that nobody taught this file is no licence to change it. */
function compareUnknown(where: string, old: JsonSchema, now: JsonSchema): Finding[] {
  const keywords = new Set([...Object.keys(old), ...Object.keys(now)]);
  return [...keywords]
    .filter((keyword) => !COMPARED.has(keyword))
    .map((keyword) => keyword as keyof JsonSchema)
    .filter((keyword) => JSON.stringify(old[keyword]) !== JSON.stringify(now[keyword]))
    .map((keyword) => ({ severity: 'breaking', where, what: `${keyword} changed` }));
}

function compareFields(where: string, before: Side, after: Side): Finding[] {
  const old = before.schema.properties ?? {};
  const now = after.schema.properties ?? {};
  const needed = (side: Side, field: string): boolean =>
    side.schema.required?.includes(field) ?? false;
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((field): Finding[] => {
    const [was, is] = [old[field], now[field]];
    const place = `${where}.${field}`;
    if (!is) return [{ severity: 'breaking', where: place, what: 'field removed' }];
    if (!was) {
      return needed(after, field)
        ? [{ severity: 'breaking', where: place, what: 'required field added' }]
        : [];
    }
    return [
      ...compareNeed(place, needed(before, field), needed(after, field)),
      ...compareSchemas(place, { ...before, schema: was }, { ...after, schema: is }),
    ];
  });
}

function compareNeed(where: string, before: boolean, after: boolean): Finding[] {
  if (before === after) return [];
  return after
    ? [{ severity: 'breaking', where, what: 'became required' }]
    : [{ severity: 'readers-first', where, what: 'became optional' }];
}
