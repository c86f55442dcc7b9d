import { Injectable } from '@nestjs/common';
import type { ClaimedDelivery } from '../deliveries/delivery.js';
import type { Endpoint } from '../endpoints/endpoint.js';
import { Signer, type HeaderValues } from '../signatures/signer.js';
import { beginDelivery } from './delivery-span.js';
import { webhookBody } from './webhook-body.js';
import { WebhookClient, type WebhookAnswer } from './webhook-client.js';
import { deliveryHeaders, withoutValues } from './webhook-headers.js';

export interface Sent {
  answer: WebhookAnswer;
  /** As the log keeps them. */
  requestHeaders: HeaderValues;
}

/** One attempt: the body, its signature of this very moment, and the answer. */
@Injectable()
export class WebhookSender {
  constructor(
    private readonly client: WebhookClient,
    private readonly signer: Signer,
  ) {}

  /** Never throws: whatever goes wrong is an answer. */
  async send(endpoint: Endpoint, delivery: ClaimedDelivery, at: Date): Promise<Sent> {
    const span = beginDelivery(endpoint, delivery);
    const { traceparent } = span;
    const event = { ...delivery.event, traceparent };
    const sent = await this.post(endpoint, { ...delivery, event }, at);
    span.end(sent.answer);
    return sent;
  }

  private async post(endpoint: Endpoint, delivery: ClaimedDelivery, at: Date): Promise<Sent> {
    const { event } = delivery;
    const own = deliveryHeaders(delivery);
    try {
      const body = webhookBody(endpoint.format, event);
      const signed = await this.signer.headersFor({ endpoint, messageId: event.id, body, at });
      const ours = { ...own, ...signed };
      const headers = { ...endpoint.headers, ...ours };
      const { url, timeoutMs } = endpoint;
      const answer = await this.client.post({ url, headers, body, timeoutMs });
      return { answer, requestHeaders: { ...withoutValues(endpoint.headers), ...ours } };
    } catch (error) {
      const text = `not sent: ${error instanceof Error ? error.message : String(error)}`;
      return { answer: { headers: {}, error: text, latencyMs: 0 }, requestHeaders: own };
    }
  }
}
