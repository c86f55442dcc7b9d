import { Topic } from '@tapmesh/events';
import {
  CreditsService,
  DecisionCommands,
  IncomingPaymentsConsumer,
  isForBank,
  MockAseConfig,
  OutgoingPaymentsConsumer,
  PendingDecisionsWorker,
  KafkaSpokesman,
  KafkaWithdrawals,
} from '@tapmesh/mock-ase/simulation';
import { Messaging } from '../mesh/messaging.js';
import type { StartInstance } from '../mesh/service.js';
import {
  MemoryAccounts,
  MemoryCredits,
  MemoryHolds,
  MemoryPendingDecisions,
  type BankTables,
} from './memory-bank.js';

export interface BankSettings {
  tenantId: string;
  withdrawOnCompletion: boolean;
}

/** One bank, by the tenant that it plays. */
export function startBank(settings: BankSettings): StartInstance<BankTables> {
  return (surroundings) => {
    const { database, tables, parts } = surroundings;
    const config: MockAseConfig = Object.assign(new MockAseConfig(), settings);
    const messaging: Messaging = new Messaging({
      ...surroundings,
      tables: tables.messaging,
      options: {
        source: `/mock-ase/${config.tenantId}`,
        groupId: `mock-ase-${config.tenantId}`,
        topics: [Topic.OutgoingPayments, Topic.IncomingPayments, Topic.CommandRefusals],
        accepts: (headers) => isForBank(headers, config.tenantId),
      },
    });
    const { dataSource, transactions, messages } = messaging;
    const accounts = new MemoryAccounts(database, tables);
    const pending = new MemoryPendingDecisions(database, tables);
    const commands = new DecisionCommands(messages, config);
    const worker = new PendingDecisionsWorker(transactions, pending, commands, dataSource);
    const holds = new parts.BankHoldsService(
      transactions,
      accounts,
      new MemoryHolds(database, tables),
      new KafkaSpokesman(commands, pending, worker),
    );
    const credits = new CreditsService(
      transactions,
      accounts,
      new MemoryCredits(database, tables),
      new KafkaWithdrawals(messages, config),
      config,
    );
    messaging.start([new OutgoingPaymentsConsumer(holds), new IncomingPaymentsConsumer(credits)]);
    worker.start();
    return {
      stop: async () => {
        await messaging.close();
        await worker.stop();
        await messaging.shutDown();
      },
    };
  };
}
