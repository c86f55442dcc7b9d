import { Injectable } from '@nestjs/common';
import { ApiError } from '@tapmesh/service-kit';
import { v7 as uuidv7 } from 'uuid';
import { WebhookSender } from '../sending/webhook-sender.js';
import type { WebhookAnswer } from '../sending/webhook-client.js';
import type { Caller } from '../tenants/caller.js';
import { EndpointsService } from './endpoints.service.js';

const TYPE = 'endpoint.test';

/** One signed delivery that tells of nothing, to see what comes back; it is in no log and tried once. */
@Injectable()
export class TestDeliveryService {
  constructor(
    private readonly endpoints: EndpointsService,
    private readonly sender: WebhookSender,
  ) {}

  async send(caller: Caller, id: string): Promise<WebhookAnswer> {
    const endpoint = await this.endpoints.one(caller, id);
    if (endpoint.format === 'rafiki') {
      throw new ApiError({
        status: 409,
        code: 'no_test_event',
        message: 'Rafiki has no test event, and its consumers refuse what they do not know',
      });
    }
    const now = new Date();
    const day = now.toISOString().slice(0, 10);
    const { answer } = await this.sender.send(
      endpoint,
      {
        id: uuidv7(),
        day,
        endpointId: id,
        lane: 'LIVE',
        number: 0,
        attempts: 0,
        claimedUntilMs: now.getTime(),
        event: {
          id: uuidv7(),
          day,
          type: TYPE,
          subject: id,
          time: now.toISOString(),
          data: JSON.stringify({ id }),
        },
      },
      now,
    );
    return answer;
  }
}
