import type { JsonSchema } from '../schemas/json-schema.js';
import { compareContracts } from './compare-contracts.js';
import { currentContract, type ContractSchemas } from './contract-schemas.js';

const envelope: JsonSchema = { type: 'object', properties: { ce_id: { type: 'string' } } };

const payload: JsonSchema = {
  type: 'object',
  properties: {
    id: { type: 'string', format: 'uuid' },
    reason: { type: 'string', enum: ['poor', 'blocked'] },
    note: { type: 'string', minLength: 1, maxLength: 10 },
    code: { type: 'string', pattern: '^[A-Z]+$' },
    scale: { type: 'integer', minimum: 0, maximum: 18 },
    free: { type: 'string' },
    amount: { description: 'said', allOf: [{ $ref: '#/components/schemas/Amount' }] },
  },
  required: ['id', 'reason', 'amount'],
};

const amount: JsonSchema = {
  type: 'object',
  properties: { value: { type: 'string' } },
  required: ['value'],
};

const released: ContractSchemas = {
  version: '1.0.0',
  envelope,
  messages: { 'thing.done': { topic: 'things', payload: 'Thing' } },
  definitions: { Thing: payload, Amount: amount },
};

function withFields(change: Record<string, JsonSchema | undefined>, required = payload.required) {
  const properties = Object.fromEntries(
    Object.entries({ ...payload.properties, ...change }).filter(([, field]) => field !== undefined),
  ) as Record<string, JsonSchema>;
  return {
    ...released,
    definitions: { ...released.definitions, Thing: { ...payload, properties, required } },
  };
}

function field(name: string, change: JsonSchema): ContractSchemas {
  return withFields({ [name]: { ...payload.properties?.[name], ...change } });
}

function findings(after: ContractSchemas): string[] {
  return compareContracts(released, after).map(
    ({ severity, where, what }) => `${severity}: ${where}: ${what}`,
  );
}

const required = ['id', 'reason', 'amount'];

describe('what breaks those who still run the last version', () => {
  it.each<[string, ContractSchemas, string]>([
    ['a field removed', withFields({ note: undefined }), 'note: field removed'],
    [
      'a field renamed',
      withFields({ note: undefined, remark: { type: 'string' } }),
      'note: field removed',
    ],
    [
      'a required field added',
      withFields({ more: { type: 'string' } }, [...required, 'more']),
      'more: required field added',
    ],
    ['an optional field required', withFields({}, [...required, 'note']), 'note: became required'],
    ['another type', field('id', { type: 'integer' }), 'id: type string became integer'],
    [
      'a type where any was',
      withFields({ amount: { type: 'string' } }),
      'amount: type object became string',
    ],
    [
      'a value of an enum removed',
      field('reason', { enum: ['poor'] }),
      'reason: value blocked removed',
    ],
    [
      'an enum where any text was',
      field('free', { enum: ['a'] }),
      'free: only certain values pass now',
    ],
    ['a greater least length', field('note', { minLength: 2 }), 'note: minLength 1 became 2'],
    ['a smaller greatest length', field('note', { maxLength: 9 }), 'note: maxLength 10 became 9'],
    [
      'a greatest length where none was',
      field('free', { maxLength: 9 }),
      'free: maxLength none became 9',
    ],
    ['a greater minimum', field('scale', { minimum: 1 }), 'scale: minimum 0 became 1'],
    [
      'a minimum that is excluded',
      field('scale', { exclusiveMinimum: 0 }),
      'scale: exclusiveMinimum none became 0',
    ],
    ['a smaller maximum', field('scale', { maximum: 17 }), 'scale: maximum 18 became 17'],
    [
      'another pattern',
      field('code', { pattern: '^[A-Z]$' }),
      'code: pattern ^[A-Z]+$ became ^[A-Z]$',
    ],
    ['a pattern where none was', field('free', { pattern: '^x' }), 'free: pattern none became ^x'],
    ['another format', field('id', { format: 'uri' }), 'id: format uuid became uri'],
    [
      'a keyword that the rules do not know',
      field('free', { deprecated: true } as JsonSchema),
      'free: deprecated changed',
    ],
  ])('%s', (_, after, expected) => {
    expect(findings(after)).toContain(`breaking: thing.done.${expected}`);
  });

  it('a field inside another', () => {
    const narrower = { ...amount, properties: { value: { type: 'string', pattern: '^\\d+$' } } };
    const definitions = { ...released.definitions, Amount: narrower as JsonSchema };
    expect(findings({ ...released, definitions })).toEqual([
      'breaking: thing.done.amount.value: pattern none became ^\\d+$',
    ]);
  });

  it('a message type removed', () => {
    expect(findings({ ...released, messages: {} })).toEqual([
      'breaking: thing.done: message type removed',
    ]);
  });

  it('a message type on another topic', () => {
    const messages = { 'thing.done': { topic: 'others', payload: 'Thing' } };
    expect(findings({ ...released, messages })).toEqual([
      'breaking: thing.done: moved from things to others',
    ]);
  });

  it('a header that is needed all at once', () => {
    const properties = { ...envelope.properties, ce_new: { type: 'string' as const } };
    const after = { ...released, envelope: { ...envelope, properties, required: ['ce_new'] } };
    expect(findings(after)).toEqual(['breaking: envelope.ce_new: required field added']);
  });
});

describe('what may be said once every reader is new', () => {
  it.each<[string, ContractSchemas, string]>([
    [
      'a new value of an enum',
      field('reason', { enum: ['poor', 'blocked', 'closed'] }),
      'reason: value closed added',
    ],
    [
      'any text instead of an enum',
      field('reason', { enum: undefined }),
      'reason: any value passes now',
    ],
    ['a required field left out', withFields({}, ['id', 'reason']), 'amount: became optional'],
    ['longer texts', field('note', { maxLength: 11 }), 'note: maxLength 10 became 11'],
    ['shorter texts', field('note', { minLength: 0 }), 'note: minLength 1 became 0'],
    ['greater numbers', field('scale', { maximum: 19 }), 'scale: maximum 18 became 19'],
    ['fractions', field('scale', { type: 'number' }), 'scale: type integer became number'],
    ['any pattern', field('code', { pattern: undefined }), 'code: pattern ^[A-Z]+$ removed'],
  ])('%s', (_, after, expected) => {
    expect(findings(after)).toEqual([`readers-first: thing.done.${expected}`]);
  });

  it('a new message type', () => {
    const messages = {
      ...released.messages,
      'thing.undone': { topic: 'things', payload: 'Thing' },
    };
    expect(findings({ ...released, messages })).toEqual([
      'readers-first: thing.undone: message type added',
    ]);
  });
});

describe('what may change at any time', () => {
  it('nothing at all', () => {
    expect(compareContracts(currentContract('1.0.0'), currentContract('1.0.1'))).toEqual([]);
  });

  it('an optional field added', () => {
    expect(findings(withFields({ more: { type: 'string', maxLength: 5 } }))).toEqual([]);
  });

  it('what is said of a field', () => {
    expect(findings(field('note', { description: 'better said' }))).toEqual([]);
  });

  it("a schema's name", () => {
    const definitions = { Better: payload, Amount: amount };
    const messages = { 'thing.done': { topic: 'things', payload: 'Better' } };
    expect(findings({ ...released, definitions, messages })).toEqual([]);
  });
});
