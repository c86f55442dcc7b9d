import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { BackendUnderTest } from '../testing/backend-under-test.js';
import { eventually } from '../testing/eventually.js';
import { Given } from '../testing/operations/given.js';
import { tenantClients, type TenantClients } from '../testing/tenants.js';

jest.setTimeout(60_000);

const document = `query ($id: String!, $limit: Int) {
  accountingTransfers(id: $id, limit: $limit) {
    debits { id debitAccountId creditAccountId amount transferType state }
    credits { id debitAccountId creditAccountId amount transferType state } } }`;

interface Transfer {
  id: string;
  debitAccountId: string;
  creditAccountId: string;
  amount: string;
  transferType: string;
  state: string;
}

interface Transfers {
  debits: Transfer[];
  credits: Transfer[];
}

const NONE: Transfers = { debits: [], credits: [] };

describe('accounting transfers', () => {
  let backend: BackendUnderTest;
  let clients: TenantClients;
  let given: Given;

  beforeAll(async () => {
    backend = await BackendUnderTest.start();
    clients = tenantClients(backend);
    given = new Given(backend, clients.bank);
  });
  afterAll(() => backend.close());

  const of = (id: string, { limit, client = clients.bank }: Asking = {}) =>
    client.get<Transfers>(document, { id, limit });

  it('show what went into a payment and out of it', async () => {
    const { debits, credits } = await of(await given.sent());
    expect(credits).toMatchObject([{ amount: '1000', transferType: 'DEPOSIT', state: 'POSTED' }]);
    expect(debits).toMatchObject([{ amount: '1000', transferType: 'TRANSFER', state: 'POSTED' }]);
    expect(credits[0]!.creditAccountId).toBe(debits[0]!.debitAccountId);
  });

  it('show a withdrawal that is not settled as pending', async () => {
    const id = await given.received();
    await clients.bank.get(
      `mutation ($input: CreateIncomingPaymentWithdrawalInput!) {
        createIncomingPaymentWithdrawal(input: $input) { success } }`,
      { input: { incomingPaymentId: id, idempotencyKey: randomUUID(), timeoutSeconds: 600 } },
    );
    const { debits, credits } = await of(id);
    expect(debits).toMatchObject([
      { amount: '1000', transferType: 'WITHDRAWAL', state: 'PENDING' },
    ]);
    expect(credits).toMatchObject([{ amount: '1000', transferType: 'TRANSFER' }]);
  });

  it('are the newest of an asset’s liquidity, and no more than asked for', async () => {
    const assetId = await given.liquidAsset();
    for (const amount of ['5', '7']) {
      await clients.bank.get(
        `mutation ($input: DepositAssetLiquidityInput!) {
          depositAssetLiquidity(input: $input) { success } }`,
        { input: { assetId, amount, id: randomUUID(), idempotencyKey: randomUUID() } },
      );
    }
    const amounts = async (limit?: number) =>
      (await of(assetId, { limit })).credits.map(({ amount }) => amount);
    expect(await amounts()).toEqual(['7', '5', '1000']);
    expect(await amounts(2)).toEqual(['7', '5']);
  });

  it('are the operator’s to see and no other tenant’s', async () => {
    const id = await given.received();
    const own = await of(id);
    expect(own.credits).toHaveLength(1);
    expect(await of(id, { client: clients.operator })).toEqual(own);
    expect(await of(id, { client: clients.shop })).toEqual(NONE);
  });

  it.each([randomUUID(), 'no id', ''])('are none of what is not there: “%s”', async (id) => {
    expect(await of(id)).toEqual(NONE);
  });

  it.each(['ledger_accounts', 'tenant_assets'])(
    'are not said to be none while the database is away: its connection breaks at %s',
    async (table) => {
      const id = await given.asset();
      const holder = backend.database.dataSource.createQueryRunner();
      await holder.startTransaction();
      await holder.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
      const asked = clients.bank.ask(document, { id });
      await eventually(async () => {
        const ended = await backend.query<object>(
          `SELECT pg_terminate_backend(l.pid) FROM pg_locks l
           WHERE l.relation = '${table}'::regclass AND NOT l.granted`,
        );
        return ended.length > 0 || undefined;
      });
      const { data, errors } = await asked;
      await holder.rollbackTransaction();
      await holder.release();
      expect(data).toBeNull();
      expect(errors).toMatchObject([
        {
          message: 'the database cannot be asked now: ask again',
          extensions: { code: 'INTERNAL_SERVER_ERROR' },
        },
      ]);
      expect((await clients.bank.ask(document, { id })).errors).toBeUndefined();
    },
  );

  it.each([0, -1, 101])('are refused with limit %i', async (limit) => {
    const id = randomUUID();
    expect(await clients.bank.refusal(document, { id, limit })).toBe('BAD_USER_INPUT');
  });
});

interface Asking {
  limit?: number;
  client?: TenantClients['bank'];
}
