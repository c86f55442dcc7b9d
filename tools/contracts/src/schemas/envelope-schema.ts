import { Audience } from '@tapmesh/events';
import { fromOneTo } from './at-most.js';
import { RFC_3339 } from './constraints.js';
import type { JsonSchema } from './json-schema.js';

const audiences = Object.values(Audience).join('|');
/** Without NUL, which CloudEvents does not allow and PostgreSQL could not keep. */
const text: JsonSchema = { type: 'string', minLength: 1, pattern: '^[^\\u0000]*$' };
const wholeNumber: JsonSchema = { type: 'string', pattern: '^\\d{1,15}$' };
/** Kafka's own limit. */
const partition: JsonSchema = { type: 'string', pattern: `^(0|${fromOneTo(2n ** 31n - 1n)})$` };
const moment: JsonSchema = { type: 'string', format: 'date-time', pattern: RFC_3339 };

/**
 * The envelope as headers. Written by hand beside `envelope.ts`, which reads them by code and not by
 * decorators; a test holds the two together.
 */
export const envelopeSchema: JsonSchema = {
  type: 'object',
  description:
    'CloudEvents 1.0 in the binary content mode: attributes are headers. Unknown headers pass.',
  properties: {
    ce_specversion: { type: 'string', const: '1.0' },
    ce_id: { description: 'UUIDv7, the same on every redelivery.', ...text },
    ce_type: { description: 'The message type.', ...text },
    ce_source: { description: 'The service that said it, e.g. `/backend`.', ...text },
    ce_subject: { description: 'The id of what it is about.', ...text },
    ce_time: { description: 'When the fact was made, UTC.', ...moment },
    ce_audience: {
      type: 'string',
      description: 'Who is to hear it, separated by commas; may be empty.',
      pattern: `^((${audiences})(,(${audiences}))*)?$`,
    },
    'content-type': { type: 'string', const: 'application/json' },
    ce_tenantid: {
      description: 'The bank that it belongs to; a command’s sender speaks for it.',
      ...text,
    },
    ce_sequence: { description: 'The version after the fact of what it is about.', ...wholeNumber },
    ce_deadline: {
      description: 'When the terminal must have its answer; the same on every hop.',
      ...moment,
    },
    ce_replypartition: {
      description: 'The partition of `card-answers` that the asking instance reads.',
      ...partition,
    },
    traceparent: { description: 'W3C trace context.', ...text },
  },
  required: [
    'ce_specversion',
    'ce_id',
    'ce_type',
    'ce_source',
    'ce_subject',
    'ce_time',
    'ce_audience',
    'content-type',
  ],
};
