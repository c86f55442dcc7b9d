import {
  IncomingPaymentEvent,
  OutgoingPaymentWithdrawEvent,
  type Message,
  type MessageType,
} from '@tapmesh/events';
import type { OutgoingMessage } from '@tapmesh/messaging';

/** What is told when the terminal has its answer, or beside the path to it. */
const OFF_THE_PATH: ReadonlySet<MessageType> = new Set([
  ...Object.values(IncomingPaymentEvent),
  ...Object.values(OutgoingPaymentWithdrawEvent),
]);

/** For the outbox: facts that no terminal waits for let the others go first, and go along. */
export function telling(message: Message): OutgoingMessage {
  // Where no card started it nobody stands at a till, and the message has no deadline.
  const patient = message.deadline === undefined || OFF_THE_PATH.has(message.type);
  return { message, patient };
}
