import { InvalidPayloadError, parsePayload, type MessageType } from '@tapmesh/events';
import type { ErrorObject } from 'ajv';
import fc from 'fast-check';
import { mutationsOf, oddValues, valuesOf } from '../testing/values.js';
import { schemaCheck } from '../testing/validator.js';
import { reference } from './constraints.js';
import { payloadSchemas } from './payload-schemas.js';

const { payloads, definitions } = payloadSchemas();
/** One message type of each payload: what several share is checked once. */
const types = [...new Map(Object.entries(payloads).map(([type, name]) => [name, type])).values()];

function readerAccepts(type: MessageType, value: unknown): boolean {
  try {
    parsePayload(type, value);
    return true;
  } catch (error) {
    if (error instanceof InvalidPayloadError) return false;
    throw error;
  }
}

/** Senders write less than readers take: no `null` for a field left out, times only as RFC 3339. */
function isDeliberate({ data, keyword, parentSchema }: ErrorObject): boolean {
  const isTime = parentSchema?.format === 'date-time';
  return data === null || (isTime && ['pattern', 'format'].includes(keyword));
}

describe.each(types as MessageType[])('the schema of %s', (type) => {
  const schema = reference(payloads[type]);
  const check = schemaCheck(schema, definitions);
  const valid = valuesOf(schema, definitions);

  it('describes only what every reader accepts', () => {
    fc.assert(
      fc.property(valid, (value) => {
        expect(check(value)).toEqual([]);
        expect(readerAccepts(type, value)).toBe(true);
      }),
    );
  });

  it('agrees with the reader on what is wrong', () => {
    const anything = fc.oneof(
      { arbitrary: valid.chain(mutationsOf), weight: 9 },
      { arbitrary: oddValues, weight: 1 },
    );
    fc.assert(
      fc.property(anything, (value) => {
        const errors = check(value).filter((error) => !isDeliberate(error));
        if (readerAccepts(type, value)) expect(errors).toEqual([]);
        else expect(check(value)).not.toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a reader takes what no sender writes:', () => {
  const cancel = { id: '01980000-0000-7000-8000-000000000001', reason: 'card_blocked' };

  it.each<[string, MessageType, object]>([
    [
      'null for a field left out',
      'outgoing_payment.cancel' as MessageType,
      { ...cancel, cardPaymentFailureReason: null },
    ],
    [
      'a time that is no RFC 3339',
      'incoming_payment.create' as MessageType,
      {
        id: cancel.id,
        walletAddress: 'https://pay.example/alice',
        initiatedBy: 'ADMIN',
        expiresAt: '2026-01-02',
      },
    ],
  ])('%s', (_, type, value) => {
    expect(readerAccepts(type, value)).toBe(true);
    expect(schemaCheck(reference(payloads[type]), definitions)(value)).not.toEqual([]);
  });
});

describe('the schemas', () => {
  it('know which fields may be left out', () => {
    expect(definitions.CancelOutgoingPayment?.required).toEqual(['id', 'reason']);
    expect(Object.keys(definitions.CancelOutgoingPayment?.properties ?? {})).toEqual([
      'id',
      'reason',
      'detail',
      'cardPaymentFailureReason',
    ]);
  });

  it('let a newer sender add fields', () => {
    const value = { id: '01980000-0000-7000-8000-000000000001', newField: { deep: 1 } };
    expect(schemaCheck(reference('FundOutgoingPayment'), definitions)(value)).toEqual([]);
  });
});
