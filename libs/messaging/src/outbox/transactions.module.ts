import { Logger, Module, type DynamicModule } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { MessagingStats } from '../messaging-stats.js';
import { Inbox } from './inbox.js';
import { Outbox } from './outbox.js';
import { OutboxPublisher } from './outbox-publisher.js';
import { Transactions } from './transactions.js';

/** Fails the transaction: a message that nobody would publish must not look as if it were said. */
class NoOutbox extends Outbox {
  override append(): Promise<never> {
    return Promise.reject(new Error('this service says nothing over Kafka'));
  }
}

/** Transactions alone, in place of `MessagingModule`: for a service that never speaks to a broker. */
@Module({})
export class TransactionsModule {
  static withoutBroker(): DynamicModule {
    return {
      module: TransactionsModule,
      global: true,
      providers: [
        {
          provide: Transactions,
          inject: [DataSource],
          useFactory: (dataSource: DataSource) => {
            const publisher = new OutboxPublisher({
              send: () => Promise.reject(new Error('there is no broker')),
              remove: () => Promise.resolve(),
              stats: new MessagingStats(),
              log: new Logger('Messaging'),
            });
            return new Transactions(dataSource, new NoOutbox(''), new Inbox(''), publisher);
          },
        },
      ],
      exports: [Transactions],
    };
  }
}
