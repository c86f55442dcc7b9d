import { Module } from '@nestjs/common';
import {
  databaseModule,
  startService,
  type RunningService,
  WalletAddressConfig,
} from '@tapmesh/service-kit';
import request from 'supertest';
import { DataSource } from 'typeorm';
import { SeedModule } from '../seed/seed.module.js';
import { Seeder } from '../seed/seeder.service.js';
import { alice, bank, directory, usd, writeSeedFile } from '../testing/directory.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { WalletAddressesModule } from './wallet-addresses.module.js';
import { WalletAddresses } from './wallet-addresses.service.js';

const baseUrl = 'https://wallet.example';
const aliceUrl = `${baseUrl}/accounts/alice`;

@Module({})
class TestModule {}

describe('wallet addresses', () => {
  let database: TestDatabase;
  let service: RunningService;

  beforeAll(async () => {
    database = await createTestDatabase(directory);
    const file = await writeSeedFile();
    const config = Object.assign(new WalletAddressConfig(), {
      kafkaBrokers: ['127.0.0.1:9'],
      logLevel: 'silent',
      nodeEnv: 'test' as const,
      seedFile: file.path,
      walletAddressBaseUrl: baseUrl,
    });
    service = await startService({
      name: 'wallet-addresses-test',
      config,
      create: () => ({
        module: {
          module: TestModule,
          imports: [
            databaseModule({ url: database.url, ...directory }),
            WalletAddressesModule.forRoot({ baseUrl, cardServiceUrl: 'https://card.example' }),
            SeedModule,
          ],
        },
        beforeListen: (app) => app.get(Seeder, { strict: false }).seed(config),
      }),
    });
    await file.remove();
  });
  afterAll(async () => {
    await service.close();
    await database.drop();
  });

  const get = (path: string) => request(service.url).get(path);

  describe('at their URL', () => {
    it('tell the public what Open Payments says', async () => {
      const response = await get('/accounts/alice');
      expect(response.status).toBe(200);
      expect(response.body).toEqual({
        id: aliceUrl,
        publicName: 'Alice',
        assetCode: 'USD',
        assetScale: 2,
        authServer: baseUrl,
        resourceServer: baseUrl,
        cardService: 'https://card.example/',
      });
    });

    it('are found with a query behind them', async () => {
      expect((await get('/accounts/alice?from=card')).status).toBe(200);
    });

    it.each(['/accounts/nobody', '/accounts/alice/', '/accounts/a%00b', '/'])(
      'are not at %s',
      async (path) => {
        const response = await get(path);
        expect(response.status).toBe(404);
        expect(response.body.error.code).toBe('unknown_wallet_address');
      },
    );

    it('are not there once they are switched off', async () => {
      await database.dataSource.query(
        `INSERT INTO wallet_addresses (id, url, tenant_id, asset_id, public_name, deactivated_at)
         VALUES (gen_random_uuid(), $1, $2, $3, 'Gone', now())`,
        [`${baseUrl}/accounts/gone`, bank, usd],
      );
      expect((await get('/accounts/gone')).status).toBe(404);
    });

    it('leave other routes alone', async () => {
      expect((await get('/health/live')).status).toBe(200);
    });
  });

  describe('for the backend itself', () => {
    const expected = {
      id: alice,
      url: aliceUrl,
      tenantId: bank,
      assetId: usd,
      assetCode: 'USD',
      assetScale: 2,
      publicName: 'Alice',
      active: true,
    };
    const walletAddresses = () => service.app.get(WalletAddresses, { strict: false });
    const manager = () => service.app.get(DataSource).manager;

    it('are found by URL, and unknown ones are left out', async () => {
      const found = await walletAddresses().byUrls(manager(), [aliceUrl, 'nobody', 'a\0b']);
      expect([...found]).toEqual([[aliceUrl, expected]]);
    });

    it('are found by id', async () => {
      const found = await walletAddresses().byIds(manager(), [alice, usd]);
      expect([...found]).toEqual([[alice, expected]]);
    });
  });
});
