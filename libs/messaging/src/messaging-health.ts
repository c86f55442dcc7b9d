import { Inject, Injectable } from '@nestjs/common';
import { EventsServer } from './consuming/events-server.js';
import { Broker } from './kafka/broker.js';
import { MESSAGING_OPTIONS, type MessagingOptions } from './options.js';

export interface MessagingCondition {
  ok: boolean;
  detail: string;
}

/** Whether the broker answers and every subscribed topic is being consumed. */
@Injectable()
export class MessagingHealth {
  constructor(
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
    @Inject(Broker) private readonly broker: Broker,
    @Inject(EventsServer) private readonly server: EventsServer,
  ) {}

  async check(): Promise<MessagingCondition> {
    if (!(await this.broker.reachable())) {
      return { ok: false, detail: `no broker answers at ${this.options.brokers.join(', ')}` };
    }
    if (!this.server.joined) {
      return { ok: false, detail: `not a member of the group ${this.options.groupId} yet` };
    }
    return { ok: true, detail: 'connected' };
  }
}
