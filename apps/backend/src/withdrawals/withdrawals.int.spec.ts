import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { Command, InitiatedBy, RefusalCode, type Message } from '@tapmesh/events';
import type { Transaction } from '@tapmesh/messaging';
import { v7 as uuid } from 'uuid';
import type { Outcome } from '../commands/outcome.js';
import { entities } from '../entities.js';
import type { IncomingPayment } from '../incoming-payments/incoming-payment.js';
import { IncomingPaymentsRepository } from '../incoming-payments/incoming-payments.repository.js';
import type { NewAccount } from '../ledger/ledger.js';
import { LedgerRepository } from '../ledger/ledger.repository.js';
import { Ledger } from '../ledger/ledger.service.js';
import { settlementAccount } from '../ledger/settlement-account.js';
import { migrations } from '../migrations.js';
import type { OutgoingPayment } from '../outgoing-payments/outgoing-payment.js';
import { OutgoingPaymentsRepository } from '../outgoing-payments/outgoing-payments.repository.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { WithdrawalsService } from './withdrawals.service.js';

const asset = { id: uuid(), code: 'USD', scale: 2 };
const bank = uuid();
const settlement = settlementAccount({ tenantId: bank, assetId: asset.id });
const accepted: Outcome = { accepted: true };
const refusedWith = (code: RefusalCode) => expect.objectContaining({ accepted: false, code });

/** Real: the database and everything in it. Not here: Kafka, and with it inbox and outbox. */
describe('withdrawals', () => {
  let database: TestDatabase;
  const ledger = new Ledger(new LedgerRepository());
  const incomingPayments = new IncomingPaymentsRepository();
  const outgoingPayments = new OutgoingPaymentsRepository();
  const withdrawals = new WithdrawalsService(incomingPayments, outgoingPayments, ledger);

  beforeAll(async () => {
    database = await createTestDatabase({ migrations, entities });
  });
  beforeEach(() =>
    database.dataSource.query(
      'TRUNCATE ledger_accounts, ledger_transfers, incoming_payments, outgoing_payments',
    ),
  );
  afterAll(() => database.drop());

  const inTransaction = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
    database.dataSource.transaction((manager) => work({ manager } as Transaction));

  const withdraw = (id: string, options: WithdrawOptions = {}) =>
    inTransaction((tx) => withdrawals.withdrawIncoming(tx, [withdrawCommand(id, options)]));
  const settle = (type: 'post' | 'void', withdrawalId: string, tenantId?: string) =>
    inTransaction((tx) =>
      type === 'post'
        ? withdrawals.post(tx, [settleCommand(Command.PostWithdrawal, withdrawalId, tenantId)])
        : withdrawals.void(tx, [settleCommand(Command.VoidWithdrawal, withdrawalId, tenantId)]),
    );

  const balances = async (...ids: string[]) => [
    ...(await ledger.balances(database.dataSource.manager, ids)).values(),
  ];

  /** An incoming payment that got its money. */
  async function received(amount: bigint, status: IncomingPayment['status'] = 'COMPLETED') {
    const payment = incomingPayment(amount, status);
    await inTransaction(async ({ manager }) => {
      await incomingPayments.insert(manager, [incomingPayment(amount, 'PENDING', payment.id)]);
      await incomingPayments.update(manager, [payment]);
      await give(payment.id, 'INCOMING_PAYMENT', amount);
    });
    return payment.id;
  }

  function give(id: string, kind: NewAccount['kind'], amount: bigint) {
    const account: NewAccount = { id, kind, assetId: asset.id, tenantId: bank };
    const transfer = {
      id: uuid(),
      debitAccountId: settlement.id,
      creditAccountId: id,
      amount,
      assetId: asset.id,
      kind: 'SEND' as const,
    };
    return inTransaction(({ manager }) => ledger.post(manager, [transfer], [settlement, account]));
  }

  it('takes out at once what was received', async () => {
    const payment = await received(100n);
    expect(await withdraw(payment, { timeoutSeconds: 0 })).toEqual([accepted]);
    expect(await balances(payment, settlement.id)).toEqual([0n, 0n]);
  });

  it('opens a settlement account once for a batch', async () => {
    const first = await received(100n);
    const second = await received(100n);
    const open = jest.spyOn(LedgerRepository.prototype, 'open');
    const commands = [withdrawCommand(first), withdrawCommand(second, { timeoutSeconds: 0 })];
    const outcomes = await inTransaction((tx) => withdrawals.withdrawIncoming(tx, commands));
    const opened = open.mock.calls.map(([, accounts]) => accounts.map(({ id }) => id));
    open.mockRestore();

    expect(outcomes).toEqual([accepted, accepted]);
    expect(opened).toEqual([[settlement.id]]);
    expect(await balances(first, second, settlement.id)).toEqual([100n, 0n, -100n]);
  });

  it.each([
    ['post', 0n],
    ['void', 100n],
  ] as const)('takes it out in two phases: %s leaves %s', async (type, left) => {
    const payment = await received(100n);
    const withdrawalId = uuid();
    expect(await withdraw(payment, { withdrawalId })).toEqual([accepted]);
    expect(await balances(payment)).toEqual([100n]);
    expect(await settle(type, withdrawalId)).toEqual([accepted]);
    expect(await balances(payment)).toEqual([left]);
    expect(await settle(type, withdrawalId)).toEqual([
      refusedWith(RefusalCode.WithdrawalNotPending),
    ]);
  });

  it('gives back to the ASE what a failed payment did not send', async () => {
    const payment = failedPayment();
    await inTransaction(async ({ manager }) => {
      await outgoingPayments.insert(manager, [{ ...payment, status: 'FUNDING' }]);
      await outgoingPayments.update(manager, [payment]);
    });
    await give(payment.id, 'OUTGOING_PAYMENT', 70n);
    const outcomes = await inTransaction((tx) =>
      withdrawals.withdrawOutgoing(tx, [
        {
          ...envelope(Command.WithdrawOutgoingPayment, payment.id),
          data: { id: payment.id, withdrawalId: uuid(), timeoutSeconds: 0 },
        },
      ]),
    );
    expect(outcomes).toEqual([accepted]);
    expect(await balances(payment.id, settlement.id)).toEqual([0n, 0n]);
  });

  it('does nothing twice, and nothing for another payment under the same id', async () => {
    const [first, second] = [await received(100n), await received(50n)];
    const withdrawalId = uuid();
    await withdraw(first, { withdrawalId, timeoutSeconds: 0 });
    expect(await withdraw(first, { withdrawalId: withdrawalId.toUpperCase() })).toEqual([accepted]);
    expect(await withdraw(second, { withdrawalId })).toEqual([refusedWith(RefusalCode.IdReused)]);
    expect(await balances(first, second)).toEqual([0n, 50n]);
  });

  it('does not call done what was voided since', async () => {
    const payment = await received(100n);
    const withdrawalId = uuid();
    await withdraw(payment, { withdrawalId });
    await settle('void', withdrawalId);
    expect(await withdraw(payment, { withdrawalId })).toEqual([
      refusedWith(RefusalCode.WithdrawalNotPending),
    ]);
    expect(await withdraw(payment, { timeoutSeconds: 0 })).toEqual([accepted]);
    expect(await balances(payment)).toEqual([0n]);
  });

  it('lets only one of two withdrawals have the money, in one batch or at once', async () => {
    const [batched, raced] = [await received(100n), await received(100n)];
    const commands = [withdrawCommand(batched), withdrawCommand(batched)];
    expect(await inTransaction((tx) => withdrawals.withdrawIncoming(tx, commands))).toEqual([
      accepted,
      refusedWith(RefusalCode.InsufficientBalance),
    ]);
    const outcomes = await Promise.all([withdraw(raced), withdraw(raced)]);
    expect(outcomes.flat()).toEqual(
      expect.arrayContaining([accepted, refusedWith(RefusalCode.InsufficientBalance)]),
    );
  });

  it('waits until the payment is finished', async () => {
    const payment = await received(40n, 'PROCESSING');
    expect(await withdraw(payment)).toEqual([refusedWith(RefusalCode.InsufficientBalance)]);
  });

  it('takes out the part that an expired payment received', async () => {
    const payment = await received(40n, 'EXPIRED');
    expect(await withdraw(payment, { timeoutSeconds: 0 })).toEqual([accepted]);
  });

  it('serves nobody but the payment’s own bank', async () => {
    const payment = await received(100n);
    const withdrawalId = uuid();
    expect(await withdraw(payment, { tenantId: uuid() })).toEqual([
      refusedWith(RefusalCode.UnknownPayment),
    ]);
    await withdraw(payment, { withdrawalId });
    expect(await settle('post', withdrawalId, uuid())).toEqual([
      refusedWith(RefusalCode.UnknownWithdrawal),
    ]);
  });

  it('knows neither payments nor withdrawals that are not there', async () => {
    expect(await withdraw(uuid())).toEqual([refusedWith(RefusalCode.UnknownPayment)]);
    expect(await settle('post', uuid())).toEqual([refusedWith(RefusalCode.UnknownWithdrawal)]);
  });

  it('settles in one batch what is asked for twice once', async () => {
    const payment = await received(100n);
    const withdrawalId = uuid();
    await withdraw(payment, { withdrawalId });
    const commands = [1, 2].map(() => settleCommand(Command.PostWithdrawal, withdrawalId));
    expect(await inTransaction((tx) => withdrawals.post(tx, commands))).toEqual([
      accepted,
      refusedWith(RefusalCode.WithdrawalNotPending),
    ]);
  });

  it('gives back what nobody settled in time, once, whoever looks', async () => {
    const payment = await received(100n);
    const withdrawalId = uuid();
    await withdraw(payment, { withdrawalId, timeoutSeconds: 1 });
    await until(() => ledger.hasExpired(database.dataSource.manager));
    expect(await settle('post', withdrawalId)).toEqual([
      refusedWith(RefusalCode.WithdrawalNotPending),
    ]);
    const look = () => inTransaction((tx) => withdrawals.voidExpired(tx, 10));
    const voided = await Promise.all([look(), look()]);
    expect(voided.sort()).toEqual([0, 1]);
    expect(await ledger.hasExpired(database.dataSource.manager)).toBe(false);
    expect(await withdraw(payment, { timeoutSeconds: 0 })).toEqual([accepted]);
  });
});

interface WithdrawOptions {
  withdrawalId?: string;
  timeoutSeconds?: number;
  tenantId?: string;
}

function envelope<C extends Command>(type: C, subject: string, tenantId = bank) {
  return {
    id: uuid(),
    type,
    subject,
    key: subject,
    source: '/mock-ase',
    time: new Date().toISOString(),
    audience: [],
    tenantId,
  };
}

function withdrawCommand(
  id: string,
  { withdrawalId = uuid(), timeoutSeconds = 60, tenantId }: WithdrawOptions = {},
): Message<Command.WithdrawIncomingPayment> {
  return {
    ...envelope(Command.WithdrawIncomingPayment, id, tenantId),
    data: { id, withdrawalId, timeoutSeconds },
  };
}

function settleCommand<C extends Command.PostWithdrawal | Command.VoidWithdrawal>(
  type: C,
  withdrawalId: string,
  tenantId = bank,
) {
  return { ...envelope(type, withdrawalId, tenantId), data: { withdrawalId } };
}

function incomingPayment(
  received: bigint,
  status: IncomingPayment['status'],
  id = uuid(),
): IncomingPayment {
  const terms = {
    id,
    tenantId: bank,
    walletAddressId: uuid(),
    asset,
    origin: { initiatedBy: InitiatedBy.Admin as const },
    createdAt: new Date(),
    expiresAt: new Date(Date.now() + 60_000),
    version: 1,
  };
  if (status === 'PENDING') return { ...terms, status };
  if (status === 'COMPLETED') return { ...terms, status, received, completedAt: new Date() };
  return { ...terms, status, received };
}

function failedPayment(): Extract<OutgoingPayment, { status: 'FAILED' }> {
  return {
    id: uuid(),
    tenantId: bank,
    walletAddressId: uuid(),
    incomingPaymentId: uuid(),
    receiver: 'https://wallet.example/incoming-payments/1',
    asset,
    debit: 70n,
    fee: 0n,
    receiveAsset: asset,
    receive: 70n,
    origin: { initiatedBy: InitiatedBy.Admin },
    createdAt: new Date(),
    decideBy: new Date(Date.now() + 60_000),
    version: 3,
    status: 'FAILED',
    fundedAt: new Date(),
    failedAt: new Date(),
    error: 'cannot be delivered',
  };
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await delay(20);
}
