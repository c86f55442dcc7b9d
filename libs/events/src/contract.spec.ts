import fc from 'fast-check';
import { contract, isMessageType } from './contract.js';
import {
  AssetEvent,
  CardPaymentEvent,
  Command,
  CommandOutcome,
  EndpointEvent,
  IncomingPaymentEvent,
  OutgoingPaymentDepositEvent,
  OutgoingPaymentStatusEvent,
  OutgoingPaymentWithdrawEvent,
  TenantEvent,
  WalletAddressEvent,
  type MessageType,
} from './message-types.js';
import { leastPayloads } from './testing/examples.js';
import { deadLetterTopic, Topic, topicDefinitions, topicName } from './topics.js';
import { InvalidPayloadError, parsePayload } from './validation.js';

const types = Object.keys(contract) as MessageType[];
const topics = new Set<string>(Object.values(Topic));

function wrongFields(type: MessageType, value: unknown): string[] {
  try {
    parsePayload(type, value);
    return [];
  } catch (error) {
    if (error instanceof InvalidPayloadError) return error.problems.map(({ field }) => field);
    throw error;
  }
}

const requiredFields = types.flatMap((type) =>
  Object.keys(leastPayloads[type]).map((field) => [type, field] as const),
);

describe('message types', () => {
  it('are the values of the enums, each in one of them only', () => {
    const enums = [
      OutgoingPaymentDepositEvent,
      OutgoingPaymentWithdrawEvent,
      OutgoingPaymentStatusEvent,
      IncomingPaymentEvent,
      CardPaymentEvent,
      AssetEvent,
      WalletAddressEvent,
      TenantEvent,
      EndpointEvent,
      Command,
      CommandOutcome,
    ].flatMap((members): string[] => Object.values(members));
    expect(new Set(enums).size).toBe(enums.length);
    expect(enums.sort()).toEqual([...types].sort());
  });

  it('split what happens to an outgoing payment into deposit, withdraw and status', () => {
    expect(Object.values(OutgoingPaymentDepositEvent)).toEqual(['outgoing_payment.created']);
    expect(Object.values(OutgoingPaymentWithdrawEvent)).toEqual([
      'outgoing_payment.completed',
      'outgoing_payment.failed',
    ]);
    expect(Object.values(OutgoingPaymentStatusEvent)).toEqual([
      'outgoing_payment.funded',
      'outgoing_payment.cancelled',
      'outgoing_payment.expired',
    ]);
  });

  it.each(['', 'outgoing_payment', 'toString', '__proto__', 'constructor'])(
    'do not include %p',
    (name) => {
      expect(isMessageType(name)).toBe(false);
    },
  );
});

describe.each(types)('%s', (type) => {
  it('has a topic', () => {
    expect(topics).toContain(contract[type].topic);
  });

  it('accepts a valid payload, as an instance of its class', () => {
    expect(parsePayload(type, leastPayloads[type])).toBeInstanceOf(contract[type].payload);
  });

  it('lets a newer sender add fields', () => {
    expect(wrongFields(type, { ...leastPayloads[type], newField: { deep: 1 } })).toEqual([]);
  });

  it('names everything that an empty payload lacks', () => {
    const missing = new Set(wrongFields(type, {}).map((field) => field.split('.')[0]));
    expect([...missing].sort()).toEqual(Object.keys(leastPayloads[type]).sort());
  });

  it.each([null, undefined, 'text', 5, [], [leastPayloads[type]]])('refuses %p', (value) => {
    expect(wrongFields(type, value)).toEqual(['']);
  });

  it('never throws anything but its own error, whatever the payload is', () => {
    fc.assert(fc.property(fc.anything(), (value) => Array.isArray(wrongFields(type, value))));
  });
});

describe('a required field', () => {
  it.each(requiredFields)('of %s is named when %s is missing or null', (type, field) => {
    const rest = { ...leastPayloads[type], [field]: undefined };
    expect(wrongFields(type, rest)).toContain(field);
    expect(wrongFields(type, { ...rest, [field]: null })).toContain(field);
  });

  it.each(requiredFields)('of %s is named when %s is a list', (type, field) => {
    expect(wrongFields(type, { ...leastPayloads[type], [field]: [] })).toContain(field);
  });

  it('inside another is named by its path', () => {
    const payload = leastPayloads[CardPaymentEvent.Requested];
    const amount = { ...payload.amount, value: '0' };
    expect(wrongFields(CardPaymentEvent.Requested, { ...payload, amount })).toEqual([
      'amount.value',
    ]);
  });
});

describe('an optional field', () => {
  it.each<[MessageType, string, unknown]>([
    [Command.CreateIncomingPayment, 'incomingAmount', []],
    [Command.CreateIncomingPayment, 'expiresAt', 'soon'],
    [Command.CreateOutgoingPayment, 'cardDetails', 'none'],
    [Command.CreateOutgoingPayment, 'expectedAmount', { value: 5 }],
    [Command.CancelOutgoingPayment, 'cardPaymentFailureReason', 'mood'],
    [OutgoingPaymentStatusEvent.Funded, 'metadata', []],
    [CommandOutcome.Refused, 'requestId', 'r-1'],
  ])('of %s is checked when it is there: %s %p', (type, field, value) => {
    const wrong = wrongFields(type, { ...leastPayloads[type], [field]: value });
    expect(wrong.map((path) => path.split('.')[0])).toContain(field);
  });
});

describe('an unknown message type', () => {
  it('is told from a wrong payload', () => {
    expect(() => parsePayload('nobody.knows' as MessageType, {})).toThrow(
      /type is not one that this mesh knows/,
    );
  });
});

describe('topics', () => {
  it('exist once each, with a dead-letter topic beside them', () => {
    const names = topicDefinitions.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const topic of topics) expect(names).toContain(deadLetterTopic(topic));
    expect(names).toHaveLength(topics.size * 2);
  });

  it('are kept by key where they carry states, of which there is one', () => {
    const compacted = topicDefinitions.filter((definition) => definition.compacted);
    expect(compacted.map(({ name }) => name)).toEqual([Topic.Tenants]);
  });

  it('keep commands and facts apart', () => {
    const commands = Object.values(Command).map((command) => contract[command].topic);
    expect(new Set(commands)).toEqual(new Set([Topic.PaymentCommands]));
    const facts = types.filter((type) => !Object.values<string>(Command).includes(type));
    expect(facts.map((type) => contract[type].topic)).not.toContain(Topic.PaymentCommands);
  });

  it("keep the card service's news apart from the banks'", () => {
    expect(contract[OutgoingPaymentStatusEvent.Funded].topic).toBe(Topic.OutgoingPaymentStatus);
    expect(contract[OutgoingPaymentStatusEvent.Cancelled].topic).toBe(Topic.OutgoingPaymentStatus);
    expect(contract[OutgoingPaymentStatusEvent.Expired].topic).toBe(Topic.OutgoingPayments);
  });

  it('take the prefix of their mesh', () => {
    expect(topicName('demo.', Topic.CardAnswers)).toBe('demo.card-answers');
    expect(topicName('', Topic.CardAnswers)).toBe('card-answers');
  });
});
