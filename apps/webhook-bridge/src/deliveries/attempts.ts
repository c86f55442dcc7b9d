import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Endpoint } from '../endpoints/endpoint.js';
import { WebhookSender } from '../sending/webhook-sender.js';
import type { AttemptResult, FinishedAttempt } from './attempt.js';
import { isDelivered, isGone, outcomeOf, type Answer } from './attempt-outcome.js';
import type { ClaimedDelivery } from './delivery.js';

/** Makes an attempt and decides what follows from it. */
@Injectable()
export class Attempts {
  constructor(private readonly sender: WebhookSender) {}

  async make(endpoint: Endpoint, delivery: ClaimedDelivery): Promise<FinishedAttempt> {
    const at = new Date();
    const { answer, requestHeaders } = await this.sender.send(endpoint, delivery, at);
    const number = delivery.attempts + 1;
    const outcome = outcomeOf({
      answer,
      attempts: number,
      firstAttemptAt: delivery.firstAttemptAt ?? at,
      now: new Date(),
      deadline: delivery.deadline,
      heldSince: delivery.heldSince,
      scheduleS: endpoint.retryScheduleS,
      orderHoldMs: endpoint.orderHoldMs,
      random: Math.random(),
    });
    const result = resultOf(answer);
    return {
      id: uuidv7(),
      endpoint,
      delivery,
      number,
      at,
      answer,
      result,
      outcome,
      requestHeaders,
    };
  }
}

function resultOf(answer: Answer): AttemptResult {
  if (isDelivered(answer)) return 'delivered';
  if (isGone(answer)) return 'gone';
  return answer.status === undefined ? 'unanswered' : 'refused';
}
