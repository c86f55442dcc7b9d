import { jest } from '@jest/globals';
import { AssetEvent } from '@tapmesh/events';
import { Transactions, type Transaction } from '@tapmesh/messaging';
import { v7 as uuidv7 } from 'uuid';
import { seededTenantAssetId } from '../assets/tenant-asset.id.js';
import { BackendUnderTest } from '../testing/backend-under-test.js';
import { ALPHA_BANK } from '../testing/card-payment.js';
import { usd } from '../testing/directory.js';
import { Liquidity, type LiquidityOutcome } from './liquidity.service.js';

jest.setTimeout(60_000);

const USD = { tenantId: ALPHA_BANK, assetId: usd };

describe('liquidity', () => {
  let backend: BackendUnderTest;

  beforeAll(async () => {
    backend = await BackendUnderTest.start({ instances: 2 });
  });
  afterAll(() => backend.close());

  const at = (instance: number) => {
    const { app } = backend.instances[instance]!;
    const liquidity = app.get(Liquidity, { strict: false });
    const transactions = app.get(Transactions, { strict: false });
    return (work: (liquidity: Liquidity, tx: Transaction) => Promise<LiquidityOutcome>) =>
      transactions.run((tx) => work(liquidity, tx));
  };
  const deposit = (amount: bigint, id = uuidv7(), instance = 0) =>
    at(instance)((liquidity, tx) => liquidity.deposit(tx, { ...USD, id, amount }));
  const withdraw = (amount: bigint, timeoutSeconds = 0, id = uuidv7(), instance = 0) =>
    at(instance)((liquidity, tx) => liquidity.withdraw(tx, { ...USD, id, amount, timeoutSeconds }));
  const balance = async () => {
    const { app } = backend.instances[0]!;
    const [left] = await app
      .get(Liquidity, { strict: false })
      .balances(backend.database.dataSource.manager, [USD]);
    return left!;
  };
  const threshold = (value: bigint | null) =>
    backend.query('UPDATE tenant_assets SET liquidity_threshold = $1 WHERE id = $2', [
      value?.toString() ?? null,
      seededTenantAssetId(ALPHA_BANK, usd),
    ]);
  const told = () =>
    backend.recording.matching(({ headers }) => headers.ce_type === AssetEvent.LiquidityLow);

  beforeEach(async () => {
    await threshold(null);
    const left = await balance();
    if (left > 0n) await withdraw(left);
  });

  it('is what was put in and not taken out, and sums stay zero', async () => {
    expect(await deposit(1_000n)).toBe('DONE');
    expect(await withdraw(300n)).toBe('DONE');
    expect(await balance()).toBe(700n);
    expect(new Set(await backend.sums())).toEqual(new Set(['0']));
  });

  it('is reserved by a withdrawal in two phases', async () => {
    await deposit(1_000n);
    expect(await withdraw(800n, 60)).toBe('DONE');
    expect(await balance()).toBe(200n);
    expect(await withdraw(201n)).toBe('INSUFFICIENT_BALANCE');
    expect(await withdraw(200n)).toBe('DONE');
  });

  it('is moved once by one id, wherever and however often it is asked for', async () => {
    const id = uuidv7();
    const outcomes = await Promise.all([0, 1, 0, 1].map((on) => deposit(50n, id, on)));
    expect(outcomes.sort()).toEqual([
      'DONE',
      'TRANSFER_EXISTS',
      'TRANSFER_EXISTS',
      'TRANSFER_EXISTS',
    ]);
    expect(await balance()).toBe(50n);
    expect(await withdraw(10n, 0, id)).toBe('TRANSFER_EXISTS');
  });

  it('is never taken twice by two who ask at once', async () => {
    await deposit(100n);
    const outcomes = await Promise.all([0, 1].map((on) => withdraw(70n, 0, uuidv7(), on)));
    expect(outcomes.sort()).toEqual(['DONE', 'INSUFFICIENT_BALANCE']);
    expect(await balance()).toBe(30n);
  });

  it('of nothing cannot be moved', async () => {
    expect([await deposit(0n), await withdraw(0n)]).toEqual(['AMOUNT_ZERO', 'AMOUNT_ZERO']);
  });

  it('that falls to its threshold is told, once for each crossing', async () => {
    await deposit(1_000n);
    await threshold(500n);
    await withdraw(400n);
    expect(told()).toEqual([]);
    await withdraw(100n);
    const low = await backend.hears(AssetEvent.LiquidityLow, seededTenantAssetId(ALPHA_BANK, usd));
    expect(low.headers).toMatchObject({ ce_audience: 'tenant', ce_tenantid: ALPHA_BANK });
    expect(JSON.parse(low.value)).toMatchObject({ liquidityThreshold: '500', balance: '500' });
    await withdraw(100n);
    await deposit(300n);
    await withdraw(300n, 60);
    await backend.recording.atLeast(
      2,
      ({ headers }) => headers.ce_type === AssetEvent.LiquidityLow,
    );
    expect(told().map(({ value }) => (JSON.parse(value) as { balance: string }).balance)).toEqual([
      '500',
      '400',
    ]);
  });
});
