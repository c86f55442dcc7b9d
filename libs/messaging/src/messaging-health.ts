import { Injectable } from '@nestjs/common';

export interface MessagingCondition {
  ok: boolean;
  detail: string;
}

/** Whether the broker answers and every subscribed topic is being consumed. */
@Injectable()
export class MessagingHealth {
  check(): Promise<MessagingCondition> {
    throw new Error('not built');
  }
}
