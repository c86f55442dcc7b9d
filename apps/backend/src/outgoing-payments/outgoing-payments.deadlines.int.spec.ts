import { IncomingPaymentEvent, OutgoingPaymentStatusEvent } from '@tapmesh/events';
import { jest } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { BackendUnderTest } from '../testing/backend-under-test.js';
import { CardPayment } from '../testing/card-payment.js';

jest.setTimeout(30_000);

describe('the deadline', () => {
  let backend: BackendUnderTest;

  beforeAll(async () => {
    backend = await BackendUnderTest.start({ instances: 2 });
  });

  afterAll(() => backend.close());

  const payment = () => new CardPayment(backend);

  it('closes what nobody decided, once, and tells the card service and the ASE', async () => {
    const taps = Array.from({ length: 20 }, () => payment());
    await Promise.all(taps.map((tap) => tap.begin()));
    await Promise.all(taps.map((tap) => tap.passDeadline()));

    for (const tap of taps) {
      await tap.hears(OutgoingPaymentStatusEvent.Expired);
      await tap.hears(OutgoingPaymentStatusEvent.Cancelled);
      await backend.hears(IncomingPaymentEvent.Expired, tap.incomingPaymentId);
    }

    for (const tap of taps) {
      expect(await tap.states()).toEqual({ outgoing: 'CANCELLED', incoming: 'EXPIRED' });
      expect(tap.said().sort()).toEqual([
        'outgoing_payment.cancelled → card-service',
        'outgoing_payment.created → tenant',
        'outgoing_payment.expired → tenant',
      ]);
    }
    const [expired] = backend.said(taps[0]!.id).filter(({ topic }) => topic.endsWith('-status'));
    expect(JSON.parse(expired!.value)).toMatchObject({
      metadata: { cancellationReason: 'decision_timeout' },
    });
  });

  it('refuses a decision that comes after the deadline', async () => {
    const tap = await payment().begin();
    await tap.passDeadline();
    await tap.hears(OutgoingPaymentStatusEvent.Expired);

    const fund = await tap.send(tap.fund());
    const cancel = await tap.send(tap.cancel());

    expect(await backend.refusalOf(fund)).toEqual({ code: 'deadline_passed', audience: 'tenant' });
    expect(await backend.refusalOf(cancel)).toEqual({
      code: 'deadline_passed',
      audience: 'tenant',
    });
    expect(await tap.states()).toEqual({ outgoing: 'CANCELLED', incoming: 'EXPIRED' });
  });

  it('has one winner where fund, cancel and the deadline race', async () => {
    const early = Array.from({ length: 30 }, () => payment());
    const late = Array.from({ length: 30 }, () => payment());
    const taps = [...early, ...late];
    await Promise.all(taps.map((tap) => tap.begin()));
    // Keys of their own put the commands into the hands of both instances at the same time.
    const race = (tap: CardPayment) =>
      Promise.all([
        tap.send(tap.fund({ key: uuidv7() })),
        tap.send(tap.cancel({ key: uuidv7() })),
        tap.send(tap.fund({ key: uuidv7() })),
      ]);

    const commands = (
      await Promise.all([
        ...early.map(race),
        ...late.map(async (tap) => {
          const [sent] = await Promise.all([race(tap), tap.passDeadline()]);
          return sent;
        }),
      ])
    ).flat();

    const outcome = async (tap: CardPayment): Promise<string> => {
      await backend.recording.first(
        ({ key, topic }) => key === tap.requestId && topic === 'outgoing-payment-status',
      );
      const { outgoing, incoming } = await tap.states();
      return `${outgoing} ${incoming}`;
    };
    const outcomes = await Promise.all(taps.map(outcome));
    expect(
      outcomes.filter((o) => o !== 'COMPLETED COMPLETED' && o !== 'CANCELLED EXPIRED'),
    ).toEqual([]);
    const won = (await Promise.all(taps.map((tap) => tap.decidedByTheBank()))).filter(Boolean);
    const ids = commands.map(({ id }) => id);
    const refusals = await backend.recording.atLeast(
      commands.length - won.length,
      ({ topic, value }) => topic === 'command-refusals' && ids.some((id) => value.includes(id)),
    );
    expect(refusals).toHaveLength(commands.length - won.length);
    for (const tap of taps) {
      expect(tap.said().filter((fact) => fact.endsWith('card-service'))).toHaveLength(1);
    }
    expect(new Set(await backend.sums())).toEqual(new Set(['0']));
  });
});

describe('a decision that comes after the deadline and before the sweep', () => {
  let backend: BackendUnderTest;

  beforeAll(async () => {
    backend = await BackendUnderTest.start({ config: { deadlinePollMs: 10_000 } });
  });

  afterAll(() => backend.close());

  it.each(['fund', 'cancel'] as const)('is refused and closes the payment: %s', async (what) => {
    const tap = await new CardPayment(backend).begin();
    await tap.passDeadline();
    const command = await tap.send(tap[what]());

    expect((await backend.refusalOf(command)).code).toBe('deadline_passed');
    await tap.hears(OutgoingPaymentStatusEvent.Expired);
    const cancelled = await tap.hears(OutgoingPaymentStatusEvent.Cancelled);
    expect(JSON.parse(cancelled.value)).toMatchObject({
      metadata: { cancellationReason: 'decision_timeout' },
    });
    expect(await tap.states()).toEqual({ outgoing: 'CANCELLED', incoming: 'EXPIRED' });
    expect(await backend.query('SELECT id FROM ledger_transfers')).toEqual([]);
  });
});
