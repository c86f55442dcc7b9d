import fc from 'fast-check';
import { contract } from './contract.js';
import {
  Audience,
  envelopeFromHeaders,
  envelopeToHeaders,
  MalformedEnvelopeError,
  type Envelope,
} from './envelope.js';
import type { MessageType } from './message-types.js';

const text = fc.string({ minLength: 1 });
const time = fc
  .date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString());
const wholeNumber = fc.nat();

const envelope: fc.Arbitrary<Envelope> = fc.record(
  {
    id: fc.uuid(),
    type: fc.constantFrom(...(Object.keys(contract) as MessageType[])),
    source: text,
    subject: text,
    time,
    audience: fc.uniqueArray(fc.constantFrom(...Object.values(Audience))),
    tenantId: fc.uuid(),
    sequence: wholeNumber,
    deadline: time,
    replyPartition: wholeNumber,
    traceparent: text,
  },
  { requiredKeys: ['id', 'type', 'source', 'subject', 'time', 'audience'] },
);

const valid = {
  ce_specversion: '1.0',
  ce_id: '01980000-0000-7000-8000-000000000001',
  ce_type: 'outgoing_payment.funded',
  ce_source: '/backend',
  ce_subject: '01980000-0000-7000-8000-000000000002',
  ce_time: '2026-01-02T03:04:05.678Z',
  ce_audience: 'card-service',
};

function problemsOf(headers: Record<string, string | undefined>): string[] {
  try {
    envelopeFromHeaders(headers);
    return [];
  } catch (error) {
    if (error instanceof MalformedEnvelopeError) return error.problems;
    throw error;
  }
}

describe('an envelope', () => {
  it('comes out of its headers as it went in', () => {
    fc.assert(
      fc.property(envelope, (sent) => {
        expect(envelopeFromHeaders(envelopeToHeaders(sent))).toEqual(sent);
      }),
    );
  });

  it('is in the binary content mode of CloudEvents 1.0', () => {
    const headers = envelopeToHeaders(envelopeFromHeaders(valid));
    expect(headers).toMatchObject({ ...valid, 'content-type': 'application/json' });
  });

  it.each(Object.keys(valid).filter((name) => name !== 'ce_audience'))(
    'names %s when it is missing',
    (name) => {
      expect(problemsOf({ ...valid, [name]: undefined })).toEqual([expect.stringContaining(name)]);
    },
  );

  it('may be addressed to nobody', () => {
    expect(envelopeFromHeaders({ ...valid, ce_audience: '' }).audience).toEqual([]);
  });

  it.each([
    ['ce_specversion', '0.3'],
    ['ce_time', 'yesterday'],
    ['ce_deadline', 'soon'],
    ['ce_sequence', '-1'],
    ['ce_sequence', '1.5'],
    ['ce_sequence', '9'.repeat(16)],
    ['ce_replypartition', 'x'],
    ['ce_replypartition', '2147483648'],
    ['ce_audience', 'tenant,everybody'],
    ['ce_subject', 'a\0b'],
    ['ce_tenantid', '\0'],
  ])('refuses %s %p', (name, value) => {
    expect(problemsOf({ ...valid, [name]: value })).toEqual([expect.stringContaining(name)]);
  });

  it('names everything that is wrong at once', () => {
    expect(problemsOf({})).toHaveLength(6);
  });

  it('never lets anything but its own error out, whatever the headers are', () => {
    const headers = fc.dictionary(
      fc.constantFrom(...Object.keys(valid), 'ce_sequence', 'ce_deadline', 'ce_replypartition'),
      fc.string(),
    );
    fc.assert(fc.property(headers, (given) => Array.isArray(problemsOf(given))));
  });
});
