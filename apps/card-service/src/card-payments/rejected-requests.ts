import { Injectable, Logger } from '@nestjs/common';
import { CardPaymentEvent, RefusalCode, Topic } from '@tapmesh/events';
import { UnreadableMessageError, type DeadLetter } from '@tapmesh/messaging';
import { v7 as uuidv7, validate as isUuid } from 'uuid';
import { CardPaymentsService } from './card-payments.service.js';

const POS_SERVICE = '/pos-service';

/**
 * A request that could not be handled is declined, and stays so: whoever puts the letter back later
 * must not start what its terminal was told will not be.
 */
@Injectable()
export class RejectedRequests {
  private readonly logger = new Logger(RejectedRequests.name);

  constructor(private readonly payments: CardPaymentsService) {}

  async reject({ envelope, key, topic, error }: DeadLetter): Promise<void> {
    if (topic !== Topic.CardRequests || envelope?.type !== CardPaymentEvent.Requested) return;
    // The POS service has the request id as key; what a stranger says under it is nobody's request.
    if (envelope.source !== POS_SERVICE || !isUuid(key)) return;
    const requestId = key.toLowerCase();
    const reason = reasonOf(error);
    this.logger.warn({ requestId, reason }, 'card payment declined: its request is a dead letter');
    await this.payments.reject({
      type: 'reject',
      requestId,
      outgoingPaymentId: uuidv7(),
      contentDigest: null,
      deadline: new Date(envelope.deadline ?? envelope.time),
      replyTo: envelope.replyPartition ?? null,
      reason,
    });
  }
}

/** As the backend refuses a command that it cannot handle. */
function reasonOf(error: Error): string {
  return error instanceof UnreadableMessageError
    ? RefusalCode.InvalidMessage
    : RefusalCode.InternalError;
}
