import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import {
  CancelReason,
  IncomingPaymentEvent,
  RefusalCode,
  type IncomingPaymentPayload,
  type Message,
} from '@tapmesh/events';
import type { Verdict } from '../card-payments/card-payment.js';
import { VerdictsService } from '../card-payments/verdicts.service.js';
import { ForeignRequestsRepository, type AskedPayment } from './foreign-requests.repository.js';
import { ForeignRequestsWorker } from './foreign-requests.worker.js';

const NAMED: ReadonlySet<string> = new Set(Object.values(CancelReason));

/** The customer's bank's, where it is at this backend; what an ASE writes in its own words is none. */
function namedReason({ cancellationReason: reason }: IncomingPaymentPayload): string | undefined {
  return reason !== undefined && NAMED.has(reason) ? reason : undefined;
}

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
    const said = new Map(messages.map(({ data }) => [data.id, namedReason(data)]));
    return this.conclude(messages, ({ requestId, incomingPaymentId, reason }) => ({
      type: 'decline',
      requestId,
      // Nobody here had it closed, and the customer's bank did not either: its own ASE did, say.
      reason: said.get(incomingPaymentId) ?? reason ?? RefusalCode.IncomingPaymentNotPending,
    }));
  }

  /** The answer is stored before what was asked is forgotten: cut short, it is done again. */
  private async conclude(
    messages: Message<Ended>[],
    verdictOf: (asked: AskedPayment) => Verdict,
  ): Promise<void> {
    const asked = await this.requests.reasons(messages.map(({ data }) => data.id));
    if (asked.size === 0) return;
    const verdicts = [...asked.values()].map(verdictOf);
    await this.verdicts.record(verdicts);
    await this.requests.forget(verdicts.map(({ requestId }) => requestId));
  }
}
