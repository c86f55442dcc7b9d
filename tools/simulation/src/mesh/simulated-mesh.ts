import { deadLetterTopic, Topic } from '@tapmesh/events';
import { BackendTables } from '../backend/backend-tables.js';
import { startBackend } from '../backend/backend-instance.js';
import { startBank } from '../bank/bank-instance.js';
import { BankTables } from '../bank/memory-bank.js';
import { Bus } from '../bus/bus.js';
import { startCardService } from '../card-service/card-service-instance.js';
import { CardServiceTables } from '../card-service/memory-card-payments.js';
import { MemoryDatabase } from '../database/memory-database.js';
import type { MessagingTables } from '../database/memory-outbox.js';
import { PosServiceTables } from '../pos-service/memory-card-payments.js';
import { startPosService, type RunningPos } from '../pos-service/pos-instance.js';
import * as directory from '../scenario/directory.js';
import type { Faults } from '../scenario/faults.js';
import type { Scenario } from '../scenario/scenario.js';
import type { World } from '../world/world.js';
import type { Parts } from './parts.js';
import type { Running, Settings, StartInstance } from './service.js';
import { SimulatedService } from './simulated-service.js';

export interface MeshTables {
  backend: BackendTables;
  card: CardServiceTables;
  pos: PosServiceTables;
  customersBank: BankTables;
  merchantsBank: BankTables;
}

export interface MeshOptions {
  world: World;
  faults: Faults;
  scenario: Scenario;
  parts: Parts;
}

const BANK_TOPICS = [Topic.OutgoingPayments, Topic.IncomingPayments, Topic.CommandRefusals];

/** All services over one broker, each with a database of its own. */
export class SimulatedMesh {
  readonly bus: Bus;
  readonly tables: MeshTables;
  readonly backendDatabase: MemoryDatabase;
  readonly customersBankDatabase: MemoryDatabase;
  readonly pos: SimulatedService<PosServiceTables, RunningPos>;
  readonly services: SimulatedService[];
  private readonly databases: MemoryDatabase[] = [];
  private readonly settings: Settings;

  constructor(private readonly options: MeshOptions) {
    const { world, faults, scenario } = options;
    this.bus = new Bus(world, faults.bus, scenario.partitions);
    this.tables = filledTables();
    this.settings = settingsOf(scenario);
    const { pos, card, backend, customersBank, merchantsBank } = this.tables;
    const bank = (tenantId: string) =>
      startBank({ tenantId, withdrawOnCompletion: scenario.withdrawOnCompletion });
    const { CardAnswers, CommandRefusals, CardRequests, OutgoingPaymentStatus } = Topic;
    this.pos = this.service(
      'pos',
      [CardAnswers, CommandRefusals],
      pos,
      startPosService({
        merchants: directory.merchantWalletAddresses(),
        lookUpSender: (url) => this.lookUpSender(url),
      }),
    );
    const backends = this.service('backend', [Topic.PaymentCommands], backend, startBackend);
    this.backendDatabase = backends.options.database;
    const customers = this.service(
      'bank',
      BANK_TOPICS,
      customersBank,
      bank(directory.CUSTOMERS_BANK),
    );
    this.customersBankDatabase = customers.options.database;
    this.services = [
      this.pos,
      this.service(
        'card',
        [CardRequests, OutgoingPaymentStatus, CommandRefusals],
        card,
        startCardService,
      ),
      backends,
      customers,
      this.service('shop-bank', BANK_TOPICS, merchantsBank, bank(directory.MERCHANTS_BANK)),
    ] as unknown as SimulatedService[];
  }

  start(): void {
    const { pos, card, backend, customersBank, merchantsBank } = this.options.scenario.instances;
    const counts = [pos, card, backend, customersBank, merchantsBank];
    this.services.forEach((service, index) => {
      for (let count = 0; count < counts[index]!; count += 1) service.start();
    });
  }

  /** What is still under way; nothing when all is quiet. */
  underWay(): string[] {
    const { backend, pos, customersBank, merchantsBank } = this.tables;
    const counts: [string, number][] = [
      ...this.services.map((service): [string, number] => [
        `unread by ${service.options.name}`,
        service.group.lag,
      ]),
      ...this.databases.map((database): [string, number] => [
        `transactions of ${database.name}`,
        database.openTransactions,
      ]),
      ...this.messagingTables().map(([name, { outbox }]): [string, number] => [
        `outbox of ${name}`,
        outbox.rows.size,
      ]),
      [
        'card payments without an end',
        count(pos.cardPayments.all(), (row) => row.status === 'REQUESTED'),
      ],
      [
        'outgoing payments without an end',
        count(
          backend.outgoingPayments.all(),
          ({ state }) => state === 'FUNDING' || state === 'SENDING',
        ),
      ],
      [
        'incoming payments without an end',
        count(
          backend.incomingPayments.all(),
          ({ state }) => state === 'PENDING' || state === 'PROCESSING',
        ),
      ],
      [
        'decisions to be said',
        customersBank.pendingDecisions.rows.size + merchantsBank.pendingDecisions.rows.size,
      ],
    ];
    return counts.filter(([, left]) => left > 0).map(([what, left]) => `${left} ${what}`);
  }

  /** What somebody could not handle: nothing here is broken, so there is none. */
  deadLetters(): string[] {
    return Object.values(Topic).flatMap((topic) =>
      this.bus
        .all(deadLetterTopic(topic))
        .map(({ headers }) => `${headers.ce_type}: ${headers['dead-letter-error']}`),
    );
  }

  private messagingTables(): [string, MessagingTables][] {
    return Object.entries(this.tables).map(([name, { messaging }]) => [
      name,
      messaging as MessagingTables,
    ]);
  }

  private service<Tables, R extends Running>(
    name: string,
    topics: Topic[],
    tables: Tables,
    start: StartInstance<Tables, R>,
  ): SimulatedService<Tables, R> {
    const { world, faults, parts } = this.options;
    const database = new MemoryDatabase(`${name} database`, world, faults.database);
    this.databases.push(database);
    return new SimulatedService({
      ...{ name, topics, world, bus: this.bus, database, tables, parts, start },
      settings: this.settings,
      rebalanceMs: faults.rebalanceMs,
      skewMs: () => faults.skewMs(),
    });
  }

  private lookUpSender(url: string): 'known' | 'unknown' | 'unreachable' {
    if (this.options.faults.happens('lookupFails')) return 'unreachable';
    return url === directory.customerUrl(directory.NOBODY) ? 'unknown' : 'known';
  }
}

function filledTables(): MeshTables {
  const tables = {
    backend: new BackendTables(),
    card: new CardServiceTables(),
    pos: new PosServiceTables(),
    customersBank: new BankTables(),
    merchantsBank: new BankTables(),
  };
  for (const address of directory.walletAddresses()) {
    tables.backend.walletAddresses.rows.set(address.url, address);
  }
  for (const account of directory.customerAccounts()) {
    tables.customersBank.accounts.rows.set(account.id, account);
  }
  for (const account of directory.shopAccounts()) {
    tables.merchantsBank.accounts.rows.set(account.id, account);
  }
  return tables;
}

function settingsOf({ cardPaymentMarginMs, pollMs }: Scenario): Settings {
  return {
    backend: {
      walletAddressBaseUrl: directory.BASE_URL,
      cardPaymentMarginMs,
      deadlinePollMs: pollMs,
      incomingPaymentPollMs: 1_000,
    },
    pos: {
      paymentDeadlineMs: 10_000,
      answerGraceMs: 2_000,
      secondLookMs: 500,
      incomingPaymentMarginMs: cardPaymentMarginMs,
    },
  };
}

function count<R>(rows: R[], which: (row: R) => boolean): number {
  return rows.filter(which).length;
}
