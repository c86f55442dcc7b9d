import {
  Audience,
  envelopeFromHeaders,
  envelopeToHeaders,
  MalformedEnvelopeError,
  type MessageType,
} from '@tapmesh/events';
import fc from 'fast-check';
import { mutationsOf, valuesOf } from '../testing/values.js';
import { schemaCheck } from '../testing/validator.js';
import { envelopeSchema } from './envelope-schema.js';

const check = schemaCheck(envelopeSchema);
const headers = valuesOf(envelopeSchema, {}) as fc.Arbitrary<Record<string, string>>;

function readerAccepts(given: Record<string, string>): boolean {
  try {
    envelopeFromHeaders(given);
    return true;
  } catch (error) {
    if (error instanceof MalformedEnvelopeError) return false;
    throw error;
  }
}

const fullest = envelopeToHeaders({
  id: '01980000-0000-7000-8000-000000000001',
  type: 'outgoing_payment.funded' as MessageType,
  source: '/backend',
  subject: '01980000-0000-7000-8000-000000000002',
  time: '2026-01-02T03:04:05.678Z',
  tenantId: '01980000-0000-7000-8000-000000000101',
  sequence: 3,
  audience: [Audience.Tenant, Audience.PosService],
  deadline: '2026-01-02T03:04:15.678Z',
  replyPartition: 4,
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
});

describe('the schema of the envelope', () => {
  it('names every header that is ever written', () => {
    expect(check(fullest)).toEqual([]);
    expect(Object.keys(envelopeSchema.properties ?? {}).sort()).toEqual(
      Object.keys(fullest).sort(),
    );
  });

  it('describes only what every reader accepts', () => {
    fc.assert(
      fc.property(headers, (given) => {
        expect(check(given)).toEqual([]);
        expect(readerAccepts(given)).toBe(true);
      }),
    );
  });

  it('refuses whatever a reader refuses', () => {
    const mutated = headers.chain((given) => mutationsOf(given)) as typeof headers;
    const onTheWire = mutated.filter((given) =>
      Object.values(given).every((value) => typeof value === 'string'),
    );
    fc.assert(
      fc.property(onTheWire, (given) => readerAccepts(given) || check(given).length > 0),
      { numRuns: 500 },
    );
  });
});
