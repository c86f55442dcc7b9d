import { jest } from '@jest/globals';
import { Command, OutgoingPaymentWithdrawEvent, Topic } from '@tapmesh/events';
import { v7 as uuidv7 } from 'uuid';
import { BackendUnderTest } from '../testing/backend-under-test.js';
import { ALPHA_BANK, CardPayment } from '../testing/card-payment.js';

const DEAD_LETTERS = `${Topic.PaymentCommands}.dead-letter`;

jest.setTimeout(30_000);

describe('commands that nobody can obey', () => {
  let backend: BackendUnderTest;

  beforeAll(async () => {
    backend = await BackendUnderTest.start();
  });

  afterAll(() => backend.close());

  const raw = ({ id = uuidv7(), type = Command.FundOutgoingPayment as string, value = '{}' }) => ({
    topic: Topic.PaymentCommands,
    key: 'k',
    value,
    headers: {
      ce_specversion: '1.0',
      ce_id: id,
      ce_type: type,
      ce_source: `/mock-ase/${ALPHA_BANK}`,
      ce_subject: 'whatever it was',
      ce_time: '2026-01-01T00:00:00.000Z',
      ce_tenantid: ALPHA_BANK,
      ce_audience: '',
    },
  });
  const deadLetter = (id: string) =>
    backend.recording.first(({ topic, headers }) => topic === DEAD_LETTERS && headers.ce_id === id);

  it.each([
    ['broken JSON', '{"id":'],
    ['no object', '[]'],
    ['an id that is none', '{"id":"x"}'],
  ])('are put aside and refused: %s', async (_what, value) => {
    const id = uuidv7();
    await backend.broker.sendRaw(raw({ id, value }));

    await deadLetter(id);
    expect(await backend.refusalOf({ id })).toEqual({
      code: 'invalid_message',
      audience: 'tenant',
    });
  });

  it('fail in the database, are put aside and refused, and do not come back', async () => {
    const tap = new CardPayment(backend);
    const poison = tap.createIncoming({ metadata: { nul: 'a\u0000b' } });
    await tap.send(poison);

    await deadLetter(poison.id);
    expect(await backend.refusalOf(poison)).toEqual({
      code: 'internal_error',
      audience: 'pos-service',
    });
    await tap.send({ ...poison, data: tap.createIncoming().data });
    const next = await new CardPayment(backend).begin();
    expect((await tap.states()).incoming).toBeNull();
    expect((await next.states()).incoming).toBe('PENDING');
  });

  it('hold up nobody who comes after them', async () => {
    const tap = new CardPayment(backend);
    await backend.broker.sendRaw({ ...raw({ value: 'poison' }), key: tap.requestId });
    await backend.broker.sendRaw({ topic: Topic.PaymentCommands, key: tap.requestId, value: null });
    await tap.begin();
    await tap.send(tap.fund());

    await tap.hears(OutgoingPaymentWithdrawEvent.Completed);
  });
});
