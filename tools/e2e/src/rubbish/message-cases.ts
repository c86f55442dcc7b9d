import { contract, Topic, TYPE_HEADER, type MessageType } from '@tapmesh/events';
import type { RawMessage } from '@tapmesh/messaging/testing';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { MISSING, nestedJson, noMinorUnits, noText, noUuid, oddText } from './values.js';

/** Topics that somebody in the mesh reads. */
export const consumedTopics: readonly Topic[] = [
  Topic.CardRequests,
  Topic.CardAnswers,
  Topic.PaymentCommands,
  Topic.OutgoingPayments,
  Topic.OutgoingPaymentStatus,
  Topic.IncomingPayments,
  Topic.CommandRefusals,
];

export interface Participants {
  /** Tenant ids of the banks that are there. */
  banks: readonly string[];
  walletAddressBase: string;
}

/** Poison for every topic: each message is broken in at least one way that nobody can overlook. */
export function messageCases(participants: Participants): fc.Arbitrary<RawMessage> {
  return fc.oneof(
    { weight: 3, arbitrary: unreadable(participants) },
    { weight: 3, arbitrary: wrongPayload(participants) },
    { weight: 3, arbitrary: wrongEnvelope(participants) },
    { weight: 1, arbitrary: vainCommand(participants) },
  );
}

const types = Object.keys(contract) as MessageType[];
const typeOf = (topics: readonly Topic[]) =>
  fc.constantFrom(...types.filter((type) => topics.includes(contract[type].topic)));

const key: fc.Arbitrary<string | null> = fc.oneof(
  fc.constant(null),
  fc.constant(0).map(() => randomUUID()),
  oddText,
);

/**
 * A stranger's, or that of somebody who sends on another topic: what the POS service itself asks and
 * nobody can read is declined, and would stand in the card service's book alone.
 */
const source = fc.constantFrom('/rubbish', '/card-service', '/backend', 'x', '//', "'");

function envelope(type: string, { banks }: Participants): fc.Arbitrary<Record<string, string>> {
  return fc
    .record({
      ce_source: source,
      ce_subject: fc.oneof(fc.constant(randomUUID()), oddText.filter(Boolean)),
      ce_audience: fc.constantFrom('tenant', 'card-service,pos-service', 'tenant,pos-service', ''),
      ce_tenantid: fc.constantFrom(...banks, randomUUID(), 'no-tenant', ''),
      ce_deadline: fc.constantFrom('2026-01-01T00:00:00Z', '9999-12-31T23:59:59Z'),
    })
    .map((headers) => ({
      ...headers,
      ce_specversion: '1.0',
      ce_id: randomUUID(),
      ce_time: new Date().toISOString(),
      [TYPE_HEADER]: type,
    }));
}

/** A value that is no JSON object. */
function unreadable(participants: Participants): fc.Arbitrary<RawMessage> {
  const value = fc.oneof(
    fc.constantFrom<string | null>(null, '', '{', '[]', 'null', '7', '"text"', '{"id":', '\0'),
    fc.integer({ min: 3_000, max: 20_000 }).map((depth) => '['.repeat(depth)),
    fc.integer({ min: 10_000, max: 200_000 }).map((size) => 'x'.repeat(size)),
    fc.constantFrom(0xff, 0xc0).map((byte) => Buffer.from([0x7b, byte, 0x7d])),
    fc.string({ maxLength: 30 }).map((text) => `{${text}`),
  );
  return fc.tuple(typeOf(consumedTopics), value, key).chain(([type, bytes, itsKey]) =>
    envelope(type, participants).map((headers) => ({
      topic: contract[type].topic,
      key: itsKey,
      value: bytes,
      headers,
    })),
  );
}

/** JSON of the wrong shape: `id`, or whatever else every payload on the topic needs, is none. */
function wrongPayload(participants: Participants): fc.Arbitrary<RawMessage> {
  const broken = fc.oneof(noUuid, fc.constant<unknown>(MISSING), fc.constant<unknown>(null));
  const others = fc.dictionary(
    fc.constantFrom('amount', 'walletAddress', 'state', 'reason', 'metadata', 'cardDetails'),
    fc.oneof(noMinorUnits, noText(64), fc.constant<unknown>({ value: '-1' })),
  );
  return fc
    .tuple(typeOf(consumedTopics), broken, others, key, fc.integer({ min: 0, max: 4_000 }))
    .chain(([type, id, rest, itsKey, depth]) =>
      envelope(type, participants).map((headers) => ({
        topic: contract[type].topic,
        key: itsKey,
        value: withDepth(shapeOf(id, rest), depth),
        headers,
      })),
    );
}

function shapeOf(id: unknown, rest: Record<string, unknown>): Record<string, unknown> {
  const ids = id === MISSING ? {} : { id, requestId: id, commandId: id, withdrawalId: id };
  const known = Object.entries(rest).filter(([, value]) => value !== MISSING);
  return { ...Object.fromEntries(known), ...ids };
}

function withDepth(payload: Record<string, unknown>, depth: number): string {
  const json = JSON.stringify(payload);
  if (depth < 33) return json;
  const member = `"deep":${nestedJson(depth)}`;
  return json === '{}' ? `{${member}}` : json.replace(/\}$/, `,${member}}`);
}

/** An envelope that is none, around a payload that nobody has looked at by then. */
function wrongEnvelope(participants: Participants): fc.Arbitrary<RawMessage> {
  const defect = fc.constantFrom<Record<string, string | undefined>>(
    { ce_id: undefined },
    { ce_id: '' },
    { ce_source: undefined },
    { ce_subject: undefined },
    { ce_time: undefined },
    { ce_time: 'yesterday' },
    { ce_specversion: undefined },
    { ce_specversion: '99.0' },
    { ce_audience: 'everybody' },
    { ce_deadline: 'soon' },
    { ce_deadline: '+999999-01-01T00:00:00Z' },
    { ce_sequence: '-1' },
    { ce_sequence: '9'.repeat(30) },
    { ce_replypartition: '1e3' },
    { ce_replypartition: '4294967296' },
    { [TYPE_HEADER]: undefined },
    { [TYPE_HEADER]: 'payment.explode' },
    { [TYPE_HEADER]: '__proto__' },
    { [TYPE_HEADER]: 'x'.repeat(10_000) },
    { ce_id: undefined, ce_extra: 'x'.repeat(100_000) },
  );
  return fc.tuple(typeOf(consumedTopics), defect, key).chain(([type, wrong, itsKey]) =>
    envelope(type, participants).map((headers) => ({
      topic: contract[type].topic,
      key: itsKey,
      value: JSON.stringify({ id: randomUUID() }),
      headers: { ...headers, ...wrong },
    })),
  );
}

/** Commands that can be read and speak of what is not there: refused, and some of them of nobody. */
function vainCommand({ walletAddressBase, banks }: Participants): fc.Arbitrary<RawMessage> {
  const nowhere = fc.oneof(
    oddText.filter(Boolean).map((text) => text.slice(0, 2_000)),
    fc.constant(`${walletAddressBase}/accounts/nobody`),
  );
  return fc.tuple(typeOf([Topic.PaymentCommands]), nowhere, key).chain(([type, address, itsKey]) =>
    envelope(type, { banks, walletAddressBase }).map((headers) => ({
      topic: Topic.PaymentCommands,
      key: itsKey,
      value: JSON.stringify({
        id: randomUUID(),
        withdrawalId: randomUUID(),
        incomingPaymentId: randomUUID(),
        walletAddress: address,
        initiatedBy: 'ADMIN',
        reason: 'card_blocked',
        timeoutSeconds: 60,
        metadata: { odd: address },
      }),
      headers: { ...headers, ce_deadline: '9999-12-31T23:59:59Z' },
    })),
  );
}
