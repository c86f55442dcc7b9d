import type { MessageType } from './message-types.js';

/** Who is to hear a message. Set by the code that knows the payment, only read by what carries it. */
export enum Audience {
  Tenant = 'tenant',
  CardService = 'card-service',
  PosService = 'pos-service',
}

/** CloudEvents 1.0 attributes, with our extensions. */
export interface Envelope {
  /** UUIDv7, made when the fact is made; the same on every redelivery. */
  id: string;
  type: MessageType;
  /** The service that said it, e.g. `/backend`. */
  source: string;
  /** The aggregate's id. */
  subject: string;
  /** RFC 3339, UTC: when the fact was made. */
  time: string;
  /** The ASE that the message belongs to; a command's sender speaks for it. */
  tenantId?: string;
  /** The aggregate's version after the fact: keeps a projection from going back. */
  sequence?: number;
  audience: Audience[];
  /** RFC 3339: the moment by which the terminal must have its answer, the same on every hop. */
  deadline?: string;
  /** The partition of `card-answers` that the instance holding the terminal's connection owns. */
  replyPartition?: number;
  /** W3C trace context. */
  traceparent?: string;
}

type Headers = Record<string, string>;

/** Kafka counts partitions in 32 bits. */
const MAX_PARTITION = 2 ** 31 - 1;

export const TYPE_HEADER = 'ce_type';
export const TENANT_HEADER = 'ce_tenantid';

/** Binary content mode of the CloudEvents Kafka protocol binding: attributes are headers. */
export function envelopeToHeaders(envelope: Envelope): Headers {
  const headers: Headers = {
    ce_specversion: '1.0',
    ce_id: envelope.id,
    ce_type: envelope.type,
    ce_source: envelope.source,
    ce_subject: envelope.subject,
    ce_time: envelope.time,
    ce_audience: envelope.audience.join(','),
    'content-type': 'application/json',
  };
  if (envelope.tenantId !== undefined) headers.ce_tenantid = envelope.tenantId;
  if (envelope.sequence !== undefined) headers.ce_sequence = String(envelope.sequence);
  if (envelope.deadline !== undefined) headers.ce_deadline = envelope.deadline;
  if (envelope.replyPartition !== undefined) {
    headers.ce_replypartition = String(envelope.replyPartition);
  }
  if (envelope.traceparent !== undefined) headers.traceparent = envelope.traceparent;
  return headers;
}

/** @throws {MalformedEnvelopeError} naming every attribute that is missing or unreadable */
export function envelopeFromHeaders(
  headers: Readonly<Record<string, string | undefined>>,
): Envelope {
  const problems: string[] = [];
  const text = (name: string): string | undefined => {
    const value = headers[name];
    // CloudEvents has no control characters, and PostgreSQL could not keep this one.
    if (value?.includes('\0')) problems.push(`${name} must not hold a NUL`);
    return value;
  };
  const required = (name: string): string => {
    const value = text(name);
    if (!value) problems.push(`${name} is missing`);
    return value ?? '';
  };
  const wholeNumber = (name: string, max = Number.MAX_SAFE_INTEGER): number | undefined => {
    const value = headers[name];
    if (value === undefined) return undefined;
    if (!/^\d{1,15}$/.test(value) || Number(value) > max) {
      problems.push(`${name} must be a whole number of at most ${max}`);
    }
    return Number(value);
  };
  const moment = (name: string, value: string | undefined): string | undefined => {
    if (value !== undefined && value !== '' && Number.isNaN(Date.parse(value))) {
      problems.push(`${name} must be an RFC 3339 time`);
    }
    return value;
  };
  if (headers.ce_specversion !== '1.0') problems.push('ce_specversion must be 1.0');
  const envelope: Envelope = {
    id: required('ce_id'),
    type: required('ce_type') as MessageType,
    source: required('ce_source'),
    subject: required('ce_subject'),
    time: moment('ce_time', required('ce_time')) ?? '',
    audience: parseAudience(headers.ce_audience, problems),
    tenantId: text(TENANT_HEADER),
    sequence: wholeNumber('ce_sequence'),
    deadline: moment('ce_deadline', headers.ce_deadline),
    replyPartition: wholeNumber('ce_replypartition', MAX_PARTITION),
    traceparent: text('traceparent'),
  };
  if (problems.length > 0) throw new MalformedEnvelopeError(problems);
  return envelope;
}

function parseAudience(header: string | undefined, problems: string[]): Audience[] {
  const names = (header ?? '').split(',').filter((name) => name !== '');
  const known = new Set<string>(Object.values(Audience));
  for (const name of names) {
    if (!known.has(name)) problems.push(`ce_audience names "${name}", which nobody is`);
  }
  return names as Audience[];
}

export class MalformedEnvelopeError extends Error {
  constructor(readonly problems: string[]) {
    super(`not a CloudEvent of this mesh: ${problems.join('; ')}`);
    this.name = 'MalformedEnvelopeError';
  }
}
