import { CardPaymentEvent } from '@tapmesh/events';
import { randomUUID } from 'node:crypto';
import type { MessageFactory } from '../message-factory.js';
import type { OutgoingMessage } from '../options.js';

type Approved = CardPaymentEvent.Approved;

/** A message that is as good as any. */
export function approval(
  messages: MessageFactory,
  {
    key = randomUUID(),
    sequence,
    ...rest
  }: Partial<Omit<OutgoingMessage, 'message'>> & {
    key?: string;
    sequence?: number;
  } = {},
): OutgoingMessage {
  const message = messages.make<Approved>({
    type: CardPaymentEvent.Approved,
    key,
    subject: key,
    sequence,
    data: { requestId: key, outgoingPaymentId: randomUUID() },
  });
  return { message, ...rest };
}
