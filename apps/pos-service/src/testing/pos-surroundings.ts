import { Topic } from '@tapmesh/events';
import { EventsServer } from '@tapmesh/messaging';
import { TestBroker, type Recording } from '@tapmesh/messaging/testing';
import { loadConfig, startService, type RunningService } from '@tapmesh/service-kit';
import { join } from 'node:path';
import request from 'supertest';
import { v4 as uuidv4 } from 'uuid';
import { PosServiceConfig } from '../pos-service.config.js';
import { posService } from '../pos-service.js';
import { eventually } from './eventually.js';
import { Backend, CardService } from './peers.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';
import { WalletAddressHost } from './wallet-address-host.js';

const SEED_FILE = join(import.meta.dirname, '../../../../seed.yml');

export const CORNER_SHOP_KEY = 'tk_dev_corner-shop-till-1';
export const CORNER_SHOP_SECOND_KEY = 'tk_dev_corner-shop-till-2';
export const BOOK_SHOP_KEY = 'tk_dev_book-shop-till-1';

export type Environment = Record<string, string>;

/**
 * What the POS service lives among in a test. Real: PostgreSQL, Kafka, the service with its HTTP
 * server. Played by the test: the card service and the backend.
 */
export class PosSurroundings {
  private readonly running: RunningService[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly broker: TestBroker,
    readonly walletAddresses: WalletAddressHost,
    readonly heard: Recording,
  ) {}

  static async create(): Promise<PosSurroundings> {
    const [database, broker, walletAddresses] = await Promise.all([
      createTestDatabase(),
      TestBroker.connect(),
      WalletAddressHost.start(),
    ]);
    const heard = await broker.record(Topic.CardRequests, Topic.PaymentCommands);
    return new PosSurroundings(database, broker, walletAddresses, heard);
  }

  get cardService(): CardService {
    return new CardService(this.broker, this.heard);
  }

  get backend(): Backend {
    return new Backend(this.broker, this.heard);
  }

  /** Starts an instance and waits until it is ready. */
  async start(differing: Environment = {}): Promise<RunningService> {
    const config = loadConfig(PosServiceConfig, {
      KAFKA_BROKERS: this.broker.brokers,
      TOPIC_PREFIX: this.broker.prefix,
      POS_SERVICE_DATABASE_URL: this.database.url,
      WALLET_ADDRESS_BASE_URL: this.walletAddresses.url,
      SEED_FILE,
      LOG_LEVEL: 'silent',
      NODE_ENV: 'test',
      ...differing,
    });
    const service = await startService({ name: 'pos-service', config, create: posService });
    this.running.push(service);
    await this.ready(service);
    return service;
  }

  async ready({ url }: RunningService): Promise<void> {
    await eventually(async () => (await fetch(`${url}/health/ready`)).ok || undefined);
  }

  /** A body that is in order; a test says what is different about its own. */
  body(differing: Record<string, unknown> = {}): Record<string, unknown> & { requestId: string } {
    return {
      requestId: uuidv4(),
      signature: 'c2lnbmF0dXJl',
      payload: 'cGF5bG9hZA==',
      amount: { value: '1000', assetCode: 'USD', assetScale: 2 },
      senderWalletAddress: `${this.walletAddresses.url}/accounts/alice`,
      receiverWalletAddress: `${this.walletAddresses.url}/accounts/corner-shop`,
      timestamp: 1_758_105_181_325,
      ...differing,
    };
  }

  async rows(requestId: string): Promise<{ status: string; decline_reason: string | null }[]> {
    return this.database.query(
      'SELECT status, decline_reason FROM card_payments WHERE request_id = $1',
      [requestId],
    );
  }

  async close(): Promise<void> {
    await Promise.all(this.running.map((service) => service.close()));
    await Promise.all([this.broker.close(), this.walletAddresses.goAway()]);
    await this.database.drop();
  }
}

/** Posts as a terminal does; sent at once, not when somebody awaits it. */
export function tap(
  { url }: RunningService,
  body: string | object | undefined,
  key: string = CORNER_SHOP_KEY,
): Promise<request.Response> {
  return request(url)
    .post('/payment')
    .set('authorization', `Bearer ${key}`)
    .set('content-type', 'application/json')
    .send(body)
    .then((response) => response);
}

export function read(
  { url }: RunningService,
  path: string,
  key: string = CORNER_SHOP_KEY,
): Promise<request.Response> {
  return request(url)
    .get(path)
    .set('authorization', `Bearer ${key}`)
    .then((response) => response);
}

/** The partitions of `card-answers` that an instance reads. */
export function answerPartitions({ app }: RunningService): number[] {
  return app.get(EventsServer).assignedPartitions(Topic.CardAnswers);
}
