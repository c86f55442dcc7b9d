import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { IncomingPaymentEvent, RefusalCode, type Message } from '@tapmesh/events';
import type { Verdict } from '../card-payments/card-payment.js';
import { VerdictsService } from '../card-payments/verdicts.service.js';
import { ForeignRequestsRepository } from './foreign-requests.repository.js';
import { ForeignRequestsWorker } from './foreign-requests.worker.js';

type Ended = IncomingPaymentEvent.Completed | IncomingPaymentEvent.Expired;

/**
 * What the backend says of incoming payments, heard only where foreign card services are asked. It
 * decides their payments alone; of our own card service's the answer comes by another topic.
 */
@Controller()
export class IncomingPaymentsConsumer {
  constructor(
    private readonly requests: ForeignRequestsRepository,
    private readonly verdicts: VerdictsService,
    private readonly worker: ForeignRequestsWorker,
  ) {}

  /** Now a card service that looks at the incoming payment finds it. */
  @EventPattern(IncomingPaymentEvent.Created)
  async created(@Payload() messages: Message<IncomingPaymentEvent.Created>[]): Promise<void> {
    if (await this.requests.begin(messages.map(({ data }) => data.id))) this.worker.wake();
  }

  @EventPattern(IncomingPaymentEvent.Completed)
  completed(@Payload() messages: Message<IncomingPaymentEvent.Completed>[]): Promise<void> {
    return this.conclude(messages, ({ requestId }) => ({ type: 'receive', requestId }));
  }

  @EventPattern(IncomingPaymentEvent.Expired)
  expired(@Payload() messages: Message<IncomingPaymentEvent.Expired>[]): Promise<void> {
    return this.conclude(messages, ({ requestId, reason }) => ({
      type: 'decline',
      requestId,
      // Nobody here had it closed: its ASE did, say.
      reason: reason ?? RefusalCode.IncomingPaymentNotPending,
    }));
  }

  /** The answer is stored before what was asked is forgotten: cut short, it is done again. */
  private async conclude(
    messages: Message<Ended>[],
    verdictOf: (asked: { requestId: string; reason: string | null }) => Verdict,
  ): Promise<void> {
    const asked = await this.requests.reasons(messages.map(({ data }) => data.id));
    if (asked.size === 0) return;
    const verdicts = [...asked.values()].map(verdictOf);
    await this.verdicts.record(verdicts);
    await this.requests.forget(verdicts.map(({ requestId }) => requestId));
  }
}
