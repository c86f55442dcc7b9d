import { Injectable, Logger } from '@nestjs/common';
import type { CardPaymentRequested } from '@tapmesh/events';
import type { Place } from '@tapmesh/service-kit';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import {
  AT_CONNECTION,
  type Decision,
  type FinalCardPayment,
} from '../card-payments/card-payment.js';
import { CardPaymentsRepository } from '../card-payments/card-payments.repository.js';
import { CardPaymentsService } from '../card-payments/card-payments.service.js';
import { contentDigest } from '../card-payments/request-content.js';
import { CardServiceConfig } from '../config.js';
import {
  IncomingPayments,
  type KnownIncomingPayment,
} from '../incoming-payments/incoming-payments.js';
import { answerOf, type PaymentAnswer } from './payment-answer.js';
import type { PaymentRequest } from './payment-request.js';
import { WaitingCallers } from './waiting-callers.js';

export interface TakePayment {
  request: PaymentRequest;
  /** Given what to call when the caller hangs up. */
  onHangUp: (leave: () => void) => void;
}

/** A POS service asks over HTTP: the same request as over Kafka, and the answer from its row. */
@Injectable()
export class PaymentDoor {
  private readonly logger = new Logger(PaymentDoor.name);

  constructor(
    private readonly payments: CardPaymentsService,
    private readonly stored: CardPaymentsRepository,
    private readonly database: DataSource,
    private readonly incomingPayments: IncomingPayments,
    private readonly waiting: WaitingCallers,
    private readonly config: CardServiceConfig,
  ) {}

  /** Answers once the payment is decided, or once it is time to say that nobody knows. */
  async take({ request, onHangUp }: TakePayment): Promise<PaymentAnswer> {
    // A place is taken before anything is started, and left whatever happens.
    const place = this.waiting.enter(request.requestId, this.patience(this.latestDeadline()));
    if (place === undefined) return { code: 'too_busy' };
    onHangUp(() => place.end({ kind: 'hung_up' }));
    try {
      return await this.takeAt(place, request);
    } finally {
      place.end({ kind: 'hung_up' });
    }
  }

  private async takeAt(
    place: Place<FinalCardPayment>,
    request: PaymentRequest,
  ): Promise<PaymentAnswer> {
    const lookup = await this.incomingPayments.lookUp(request.incomingPaymentUrl);
    if (lookup.kind === 'unknown') return { code: 'unknown_incoming_payment' };
    if (lookup.kind === 'unreachable') {
      const { requestId } = request;
      this.logger.warn({ err: lookup.error, requestId }, 'an incoming payment cannot be looked up');
      return { code: 'unavailable' };
    }
    if (!place.isTaken) return { code: 'outcome_unknown' };
    const decision = await this.ask(request, lookup.payment);
    if (!decision.accepted) return { code: 'request_id_reused' };
    return this.answer(place, decision);
  }

  private async ask(request: PaymentRequest, incoming: KnownIncomingPayment): Promise<Decision> {
    const content = contentOf(request, incoming);
    const [decision] = await this.payments.request([
      {
        command: {
          type: 'request',
          requestId: content.requestId,
          outgoingPaymentId: uuidv7(),
          contentDigest: contentDigest(content),
          deadline: this.deadlineFor(incoming),
          replyTo: AT_CONNECTION,
        },
        content,
      },
    ]);
    return decision!;
  }

  /** What was asked before may have come to its end before we took our place. */
  private async answer(
    place: Place<FinalCardPayment>,
    decision: Extract<Decision, { accepted: true }>,
  ): Promise<PaymentAnswer> {
    const isNew = decision.changes.some(({ type }) => type === 'requested');
    if (!isNew) {
      const ids = [place.requestId];
      this.waiting.tell(await this.stored.findFinal(this.database.manager, ids));
    }
    const word = await place.word;
    return word.kind === 'decided' ? answerOf(word.payment) : { code: 'outcome_unknown' };
  }

  /** No later than the incoming payment itself, which nobody can pay afterwards. */
  private deadlineFor({ expiresAt }: KnownIncomingPayment): Date {
    const latest = this.latestDeadline();
    return expiresAt > new Date() && expiresAt < latest ? expiresAt : latest;
  }

  private latestDeadline(): Date {
    return new Date(Date.now() + this.config.cardPaymentTimeoutMs);
  }

  private patience(deadline: Date): Date {
    return new Date(deadline.getTime() + this.config.answerGraceMs);
  }
}

function contentOf(request: PaymentRequest, incoming: KnownIncomingPayment): CardPaymentRequested {
  const { requestId, signature, payload, amount, senderWalletAddress, timestamp } = request;
  return {
    ...{ requestId, signature, payload, amount, senderWalletAddress, timestamp },
    receiverWalletAddress: incoming.walletAddress,
    incomingPaymentId: incoming.id,
  };
}
