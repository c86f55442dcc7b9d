import { Module, type DynamicModule, type InjectionToken } from '@nestjs/common';
import { EventsServer } from './consuming/events-server.js';
import { MessageFactory } from './message-factory.js';
import { MessagingHealth } from './messaging-health.js';
import { MessagingStats } from './messaging-stats.js';
import { MESSAGING_OPTIONS, type MessagingOptions } from './options.js';
import { Transactions } from './outbox/transactions.js';

export interface MessagingModuleOptions<Injected extends unknown[]> {
  imports?: DynamicModule['imports'];
  inject?: { [Index in keyof Injected]: InjectionToken<Injected[Index]> };
  useFactory: (...injected: Injected) => MessagingOptions | Promise<MessagingOptions>;
}

const PUBLIC = [EventsServer, MessageFactory, MessagingHealth, MessagingStats, Transactions];

@Module({})
export class MessagingModule {
  static forRootAsync<Injected extends unknown[]>(
    options: MessagingModuleOptions<Injected>,
  ): DynamicModule {
    return {
      module: MessagingModule,
      global: true,
      imports: options.imports ?? [],
      providers: [
        {
          provide: MESSAGING_OPTIONS,
          inject: [...(options.inject ?? [])],
          useFactory: options.useFactory as (...injected: unknown[]) => unknown,
        },
        ...PUBLIC,
      ],
      exports: [MESSAGING_OPTIONS, ...PUBLIC],
    };
  }
}
