import { Logger } from '@nestjs/common';
import { Ledger } from '../ledger/ledger.service.js';
import { LedgerRepository } from '../ledger/ledger.repository.js';
import { settlementAccountId } from '../ledger/settlement-account.js';
import {
  alice,
  bank,
  directory,
  shop,
  usd,
  writeSeedFile,
  type SeedFileOptions,
} from '../testing/directory.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { Seeder } from './seeder.service.js';

const baseUrl = 'http://127.0.0.1:4000';

describe('seeding', () => {
  let database: TestDatabase;
  let seeder: Seeder;

  beforeAll(() => Logger.overrideLogger(false));
  beforeEach(async () => {
    database = await createTestDatabase(directory);
    seeder = new Seeder(database.dataSource, new Ledger(new LedgerRepository()));
  });
  afterEach(() => database.drop());

  async function seed(options: SeedFileOptions = {}, walletAddressBaseUrl = baseUrl) {
    const file = await writeSeedFile(options);
    try {
      await seeder.seed({ seedFile: file.path, walletAddressBaseUrl });
    } finally {
      await file.remove();
    }
  }
  const rows = <T>(query: string): Promise<T[]> => database.dataSource.query<T[]>(query);
  const walletAddresses = () => rows('SELECT id, url, public_name FROM wallet_addresses');

  it('stores tenants, assets, wallet addresses and settlement accounts', async () => {
    await seed();
    expect(await rows('SELECT id, slug, public_name, api_secret FROM tenants ORDER BY id')).toEqual(
      [
        {
          id: bank,
          slug: 'alpha-bank',
          public_name: 'Alpha Bank',
          api_secret: 'secret-of-alpha-bank',
        },
        {
          id: shop,
          slug: 'shop-bank',
          public_name: 'Shop Bank',
          api_secret: 'secret-of-shop-bank',
        },
      ],
    );
    expect(await rows('SELECT id, code, scale FROM assets')).toEqual([
      { id: usd, code: 'USD', scale: 2 },
    ]);
    expect(await walletAddresses()).toEqual([
      { id: alice, url: `${baseUrl}/accounts/alice`, public_name: 'Alice' },
    ]);
    expect(await rows('SELECT id FROM ledger_accounts ORDER BY id')).toEqual(
      [bank, shop]
        .map((tenantId) => ({ id: settlementAccountId({ tenantId, assetId: usd }) }))
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    );
  });

  it('may run twice, and takes over what has changed', async () => {
    await seed();
    await seed({ aliceName: 'Alice B.' }, 'http://127.0.0.1:5000');
    expect(await walletAddresses()).toEqual([
      { id: alice, url: 'http://127.0.0.1:5000/accounts/alice', public_name: 'Alice B.' },
    ]);
  });

  it('may run in several instances at once', async () => {
    await Promise.all([seed(), seed(), seed(), seed()]);
    expect(await walletAddresses()).toHaveLength(1);
    expect(await rows('SELECT FROM ledger_accounts')).toHaveLength(2);
  });

  it('leaves switched off what an operator switched off', async () => {
    await seed();
    await database.dataSource.query('UPDATE wallet_addresses SET deactivated_at = now()');
    await seed();
    expect(
      await rows('SELECT FROM wallet_addresses WHERE deactivated_at IS NOT NULL'),
    ).toHaveLength(1);
  });

  it('does not change an asset that amounts are told in', async () => {
    await seed();
    await expect(seed({ usdScale: 3 })).rejects.toThrow(/asset USD of scale 3 .* contradicts/);
    expect(await rows('SELECT scale FROM assets')).toEqual([{ scale: 2 }]);
  });

  it('says so when the database knows the same tenant under another id', async () => {
    await seed();
    await expect(seed({ bankId: usd })).rejects.toThrow(/contradicts the database: .*alpha-bank/);
  });

  it('does nothing without a seed file', async () => {
    await seeder.seed({ walletAddressBaseUrl: baseUrl });
    expect(await rows('SELECT FROM tenants')).toEqual([]);
  });
});
