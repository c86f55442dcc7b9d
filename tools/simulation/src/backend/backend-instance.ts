import { Topic } from '@tapmesh/events';
import {
  BackendConfig,
  BackendMetrics,
  CommandDoor,
  DeadLetters,
  IncomingPaymentsConsumer,
  IncomingPaymentsExpiry,
  Ledger,
  LiquidityWatch,
  OutgoingPaymentsConsumer,
  OutgoingPaymentsCreation,
  OutgoingPaymentsDeadlines,
  WithdrawalsConsumer,
  WithdrawalsExpiry,
  WithdrawalsService,
  type Fees,
  type Quoting,
} from '@tapmesh/backend/simulation';
import { Messaging } from '../mesh/messaging.js';
import { noMetrics } from '../mesh/no-metrics.js';
import type { StartInstance } from '../mesh/service.js';
import type { BackendTables } from './backend-tables.js';
import { MemoryLedger } from './memory-ledger.js';
import { MemoryQuotes } from './memory-quotes.js';
import { MemoryWalletAddresses } from './memory-wallet-addresses.js';

/** One asset, and nobody charges anything: what else a payment costs is priced, and tested, apart. */
const noFees = { current: () => undefined } as unknown as Fees;
const noPrices = { terms: () => ({}) } as unknown as Quoting;

/** Wired as the backend's modules wire it; only what touches PostgreSQL and Kafka is the memory's. */
export const startBackend: StartInstance<BackendTables> = (surroundings) => {
  const { database, tables, parts, settings } = surroundings;
  const config: BackendConfig = Object.assign(new BackendConfig(), settings.backend);
  const messaging: Messaging = new Messaging({
    ...surroundings,
    tables: tables.messaging,
    Inbox: parts.BackendInbox,
    options: {
      source: '/backend',
      groupId: 'backend',
      topics: [Topic.PaymentCommands],
      onDeadLetter: (letter) => deadLetters.refuse(letter),
    },
  });
  const { dataSource, transactions, messages } = messaging;
  const deadLetters = new DeadLetters(transactions, messages);
  const metrics = new BackendMetrics(noMetrics);
  const door = new CommandDoor(transactions, messages, metrics);
  const incomingRepository = new parts.BackendIncomingPayments(database, tables);
  const outgoingRepository = new parts.BackendOutgoingPayments(database, tables);
  const walletAddresses = new MemoryWalletAddresses(database, tables);
  const ledger = new Ledger(new MemoryLedger(database, tables));
  const incoming = new parts.BackendIncomingService(
    config,
    incomingRepository,
    walletAddresses,
    ledger,
    noFees,
    messages,
  );
  const outgoing = new parts.BackendOutgoingService(
    outgoingRepository,
    incoming,
    incomingRepository,
    ledger,
    new LiquidityWatch(messages),
    messages,
  );
  const creation = new OutgoingPaymentsCreation(
    config,
    outgoingRepository,
    incomingRepository,
    new MemoryQuotes(database, tables),
    noPrices,
    walletAddresses,
    messages,
  );
  const withdrawals = new WithdrawalsService(incomingRepository, outgoingRepository, ledger);
  messaging.start([
    new IncomingPaymentsConsumer(door, incoming),
    new OutgoingPaymentsConsumer(door, creation, outgoing),
    new WithdrawalsConsumer(door, withdrawals),
  ]);
  const workers = [
    new OutgoingPaymentsDeadlines(
      config,
      dataSource,
      transactions,
      outgoingRepository,
      outgoing,
      metrics,
    ),
    new IncomingPaymentsExpiry(config, dataSource, transactions, incomingRepository, incoming),
    new WithdrawalsExpiry(dataSource, ledger, transactions, withdrawals),
  ];
  for (const worker of workers) worker.onApplicationBootstrap();
  return {
    stop: async () => {
      await messaging.close();
      await Promise.all(workers.map((worker) => worker.onModuleDestroy()));
      await messaging.shutDown();
    },
  };
};
