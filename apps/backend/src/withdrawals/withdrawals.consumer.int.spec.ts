import { Command, IncomingPaymentEvent } from '@tapmesh/events';
import { setTimeout as delay } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { BackendUnderTest, messageFrom } from '../testing/backend-under-test.js';
import { AMOUNT, CardPayment, SHOP_BANK } from '../testing/card-payment.js';

/** Everything real: the broker, the database, two instances of the backend. */
describe('withdrawals asked for by a bank', () => {
  let backend: BackendUnderTest;

  beforeAll(async () => {
    backend = await BackendUnderTest.start({ instances: 2 });
  }, 30_000);
  afterAll(() => backend.close(), 30_000);

  /** The id of an incoming payment that a card has paid. */
  async function paid(): Promise<string> {
    const tap = await new CardPayment(backend).begin();
    await tap.send(tap.fund());
    await backend.hears(IncomingPaymentEvent.Completed, tap.incomingPaymentId);
    return tap.incomingPaymentId;
  }

  async function withdraw(id: string, timeoutSeconds: number) {
    const withdrawalId = uuidv7();
    const command = messageFrom('/mock-ase/shop-bank', {
      type: Command.WithdrawIncomingPayment,
      key: id,
      subject: id,
      tenantId: SHOP_BANK,
      data: { id, withdrawalId, timeoutSeconds },
    });
    await backend.broker.send(command);
    return { command, withdrawalId };
  }

  function settle(type: Command.PostWithdrawal | Command.VoidWithdrawal, withdrawalId: string) {
    const command = messageFrom('/mock-ase/shop-bank', {
      type,
      key: withdrawalId,
      subject: withdrawalId,
      tenantId: SHOP_BANK,
      data: { withdrawalId },
    });
    return backend.broker.send(command).then(() => command);
  }

  async function becomes(withdrawalId: string, state: string): Promise<void> {
    for (;;) {
      const rows = await backend.query<{ state: string }>(
        'SELECT state FROM ledger_transfers WHERE id = $1',
        [withdrawalId],
      );
      if (rows[0]?.state === state) return;
      await delay(20);
    }
  }

  it('happen at once, and a command that comes again changes nothing', async () => {
    const payment = await paid();
    const { command, withdrawalId } = await withdraw(payment, 0);
    await becomes(withdrawalId, 'POSTED');
    await backend.broker.send(command);
    const { command: second } = await withdraw(payment, 0);

    expect(await backend.refusalOf(second)).toEqual({
      code: 'insufficient_balance',
      audience: 'tenant',
    });
    const accounts = await backend.query<{ posted: string }>(
      'SELECT posted FROM ledger_accounts WHERE id = $1',
      [payment],
    );
    expect(accounts).toEqual([{ posted: '0' }]);
    expect(new Set(await backend.sums())).toEqual(new Set(['0']));
  });

  it('happen in two phases', async () => {
    const { withdrawalId } = await withdraw(await paid(), 60);
    await becomes(withdrawalId, 'PENDING');
    await settle(Command.PostWithdrawal, withdrawalId);
    await becomes(withdrawalId, 'POSTED');
    const late = await settle(Command.VoidWithdrawal, withdrawalId);

    expect((await backend.refusalOf(late)).code).toBe('withdrawal_not_pending');
  });

  it('are voided by whichever instance looks first when nobody settles them', async () => {
    const payment = await paid();
    const { withdrawalId } = await withdraw(payment, 1);
    await becomes(withdrawalId, 'VOIDED');
    const { withdrawalId: second } = await withdraw(payment, 0);
    await becomes(second, 'POSTED');

    const amounts = await backend.query<{ amount: string }>(
      'SELECT amount FROM ledger_transfers WHERE id = $1',
      [second],
    );
    expect(amounts).toEqual([{ amount: AMOUNT.value }]);
  });
});
