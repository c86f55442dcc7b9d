import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import fc from 'fast-check';
import { contract } from './contract.js';
import { fastReader } from './fast-reader.js';
import { CardPaymentEvent, type MessageType } from './message-types.js';
import { leastPayloads } from './testing/examples.js';

const types = Object.keys(contract) as MessageType[];
const payloadClass = (type: MessageType) => contract[type].payload as new () => object;

function acceptedByClassValidator(type: MessageType, value: object): boolean {
  return validateSync(plainToInstance(payloadClass(type), value)).length === 0;
}

/** Valid payloads with some of their fields, at both depths, replaced by anything. */
function spoiled(valid: object): fc.Arbitrary<object> {
  const fields = Object.entries(valid).map(([name, value]: [string, unknown]) => {
    const inner = typeof value === 'object' && value !== null ? spoiled(value) : fc.constant(value);
    const oddities = fc.constantFrom<unknown>(null, undefined, '', '0', '-1', 0, 1.5, [], {}, true);
    return [
      name,
      fc.oneof({ weight: 8, arbitrary: inner }, oddities, fc.string(), fc.anything()),
    ] as const;
  });
  return fc.record(Object.fromEntries(fields), { noNullPrototype: true });
}

describe('the fast reader', () => {
  it.each(types)('accepts of %s exactly what class-validator accepts', (type) => {
    const read = fastReader(payloadClass(type));
    fc.assert(
      fc.property(spoiled(leastPayloads[type]), (value) => {
        expect(read(value) !== undefined).toBe(acceptedByClassValidator(type, value));
      }),
    );
  });

  it.each(types)('reads %s into the same instance as class-transformer', (type) => {
    const value = { ...leastPayloads[type], newField: [1] };
    expect(fastReader(payloadClass(type))(value)).toStrictEqual(
      plainToInstance(payloadClass(type), value),
    );
  });

  it('does not let a payload replace what belongs to its class', () => {
    const type = CardPaymentEvent.Requested;
    const text = JSON.stringify(leastPayloads[type]).replace(
      '{',
      '{"__proto__":{"admin":true},"constructor":"x",',
    );
    const instance = fastReader(payloadClass(type))(JSON.parse(text) as object);
    expect(instance).toBeInstanceOf(payloadClass(type));
    expect(instance).not.toHaveProperty('admin');
    expect(instance?.constructor).toBe(payloadClass(type));
  });

  it('leaves the value that it reads as it was', () => {
    const text = JSON.stringify(leastPayloads[CardPaymentEvent.Requested]);
    const value = JSON.parse(text) as object;
    fastReader(payloadClass(CardPaymentEvent.Requested))(value);
    expect(value).toStrictEqual(JSON.parse(text));
  });
});
