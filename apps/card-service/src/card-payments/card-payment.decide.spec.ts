import fc from 'fast-check';
import {
  AT_CONNECTION,
  type CardPayment,
  type CardPaymentCommand,
  type Decision,
  type ReplyTo,
  type RequestPayment,
} from './card-payment.js';
import { decide, evolve } from './card-payment.decide.js';

const asked = {
  requestId: 'request-1',
  outgoingPaymentId: 'payment-1',
  contentDigest: 'digest-1',
  deadline: new Date('2026-01-01T00:00:10Z'),
  replyTo: 1,
};
const requested: CardPayment = { ...asked, status: 'REQUESTED' };
const approved: CardPayment = { ...asked, status: 'APPROVED' };
const declined: CardPayment = { ...asked, status: 'DECLINED', reason: 'insufficient_funds' };
const unknown = { ...asked, contentDigest: null };
const rejected: CardPayment = { ...unknown, status: 'DECLINED', reason: 'internal_error' };

const request = (differing: Partial<RequestPayment> = {}): RequestPayment => ({
  ...asked,
  type: 'request',
  ...differing,
});
const verdictOf = { requestId: asked.requestId, outgoingPaymentId: asked.outgoingPaymentId };
const approve: CardPaymentCommand = { ...verdictOf, type: 'approve' };
const reject: CardPaymentCommand = { ...unknown, type: 'reject', reason: 'internal_error' };
const decline = (reason = 'insufficient_funds'): CardPaymentCommand => ({
  ...verdictOf,
  type: 'decline',
  reason,
});

describe('a card payment', () => {
  const states = {
    none: undefined,
    REQUESTED: requested,
    APPROVED: approved,
    DECLINED: declined,
    rejected,
  };
  type State = keyof typeof states;
  const nothing: Decision = { accepted: true, changes: [] };
  const changes = (change: object): Decision => ({ accepted: true, changes: [change] }) as Decision;
  const refuses = (refusal: string): Decision => ({ accepted: false, refusal }) as Decision;

  const atConnection = request({ replyTo: AT_CONNECTION });
  const elsewhere = request({ replyTo: 2 });
  const commands = {
    'the request': request(),
    'the request from elsewhere': elsewhere,
    'the request over HTTP': atConnection,
    'a request with other content': request({ contentDigest: 'digest-2' }),
    approve,
    'approve of another payment': { ...approve, outgoingPaymentId: 'payment-2' },
    decline: decline(),
    'decline for another reason': decline('decision_timeout'),
    'decline of another payment': { ...decline(), outgoingPaymentId: 'payment-2' },
    reject,
  } satisfies Record<string, CardPaymentCommand>;

  const asks = (differing: object = {}) =>
    changes({ type: 'requested', payment: { ...asked, ...differing } });
  const repeats = (replyTo: ReplyTo) => changes({ type: 'answer_repeated', replyTo });

  const table: Record<keyof typeof commands, Record<State, Decision>> = {
    'the request': {
      none: asks(),
      REQUESTED: nothing,
      APPROVED: repeats(1),
      DECLINED: repeats(1),
      rejected: repeats(1),
    },
    'the request from elsewhere': {
      none: asks({ replyTo: 2 }),
      REQUESTED: changes({ type: 'reply_redirected', replyTo: 2 }),
      APPROVED: repeats(2),
      DECLINED: repeats(2),
      rejected: repeats(2),
    },
    'the request over HTTP': {
      none: asks({ replyTo: AT_CONNECTION }),
      REQUESTED: nothing,
      APPROVED: repeats(AT_CONNECTION),
      DECLINED: repeats(AT_CONNECTION),
      rejected: repeats(AT_CONNECTION),
    },
    'a request with other content': {
      none: asks({ contentDigest: 'digest-2' }),
      REQUESTED: refuses('content_differs'),
      APPROVED: refuses('content_differs'),
      DECLINED: refuses('content_differs'),
      rejected: repeats(1),
    },
    approve: {
      none: refuses('unknown_request'),
      REQUESTED: changes({ type: 'approved' }),
      APPROVED: nothing,
      DECLINED: refuses('already_answered'),
      rejected: refuses('already_answered'),
    },
    'approve of another payment': {
      none: refuses('unknown_request'),
      REQUESTED: refuses('other_payment'),
      APPROVED: refuses('other_payment'),
      DECLINED: refuses('other_payment'),
      rejected: refuses('other_payment'),
    },
    decline: {
      none: refuses('unknown_request'),
      REQUESTED: changes({ type: 'declined', reason: 'insufficient_funds' }),
      APPROVED: refuses('already_answered'),
      DECLINED: nothing,
      rejected: refuses('already_answered'),
    },
    'decline for another reason': {
      none: refuses('unknown_request'),
      REQUESTED: changes({ type: 'declined', reason: 'decision_timeout' }),
      APPROVED: refuses('already_answered'),
      DECLINED: refuses('already_answered'),
      rejected: refuses('already_answered'),
    },
    'decline of another payment': {
      none: refuses('unknown_request'),
      REQUESTED: refuses('other_payment'),
      APPROVED: refuses('other_payment'),
      DECLINED: refuses('other_payment'),
      rejected: refuses('other_payment'),
    },
    reject: {
      none: changes({ type: 'rejected', payment: unknown, reason: 'internal_error' }),
      REQUESTED: nothing,
      APPROVED: repeats(1),
      DECLINED: repeats(1),
      rejected: repeats(1),
    },
  };

  const cases = Object.entries(table).flatMap(([command, byState]) =>
    Object.entries(byState).map(([state, decision]) => ({ command, state, decision })),
  );

  it.each(cases)('given $state, when $command', ({ command, state, decision }) => {
    expect(decide(states[state as State], commands[command as keyof typeof commands])).toEqual(
      decision,
    );
  });

  it('cannot change before it was asked for', () => {
    expect(() => evolve(undefined, { type: 'approved' })).toThrow('nobody asked for');
  });
});

describe('any sequence of requests and verdicts', () => {
  const command: fc.Arbitrary<CardPaymentCommand> = fc.oneof(
    fc
      .record({
        contentDigest: fc.constantFrom('digest-1', 'digest-2'),
        outgoingPaymentId: fc.constantFrom('payment-1', 'payment-2'),
        replyTo: fc.constantFrom(null, 0, 1, 2),
      })
      .map(request),
    fc.record({
      type: fc.constant('approve' as const),
      requestId: fc.constant(asked.requestId),
      outgoingPaymentId: fc.constantFrom('payment-1', 'payment-2'),
    }),
    fc.record({
      type: fc.constant('decline' as const),
      requestId: fc.constant(asked.requestId),
      outgoingPaymentId: fc.constantFrom('payment-1', 'payment-2'),
      reason: fc.constantFrom('insufficient_funds', 'decision_timeout'),
    }),
    fc.constant(reject),
  );

  function play(commands: CardPaymentCommand[]) {
    const states: (CardPayment | undefined)[] = [undefined];
    const changes: string[] = [];
    for (const next of commands) {
      const decision = decide(states.at(-1), next);
      if (!decision.accepted) continue;
      for (const change of decision.changes) {
        changes.push(change.type);
        states.push(evolve(states.at(-1), change));
      }
    }
    return { states, changes };
  }

  it('answers at most once, and the first answer stands for ever', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 30 }), (commands) => {
        const { states, changes } = play(commands);
        const answers = ['approved', 'declined', 'rejected'];
        expect(changes.filter((type) => answers.includes(type)).length).toBe(
          states.some((state) => state && state.status !== 'REQUESTED') ? 1 : 0,
        );
        const final = states.find((state) => state && state.status !== 'REQUESTED');
        if (final) expect(states.at(-1)).toEqual(final);
      }),
    );
  });

  it('asks the backend once, and keeps the payment and the content that it asked with', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 30 }), (commands) => {
        const { states, changes } = play(commands);
        const [first, ...later] = states.filter((state) => state !== undefined);
        const begun = changes.filter((type) => type === 'requested' || type === 'rejected');
        expect(begun).toHaveLength(first ? 1 : 0);
        for (const state of later) {
          expect(state.outgoingPaymentId).toBe(first?.outgoingPaymentId);
          expect(state.contentDigest).toBe(first?.contentDigest);
          expect(state.deadline).toBe(first?.deadline);
        }
      }),
    );
  });
});
