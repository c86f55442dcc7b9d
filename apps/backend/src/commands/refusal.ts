import { CommandOutcome, isMessageType, type Envelope, type RefusalCode } from '@tapmesh/events';
import type { NewMessage } from '@tapmesh/messaging';
import { validate as isUuid } from 'uuid';
import { askerOf } from './asker.js';

export interface RefusedCommand {
  envelope: Pick<Envelope, 'id' | 'type' | 'source' | 'subject' | 'tenantId' | 'deadline'>;
  /** The request id, where the command belongs to a card payment. */
  key: string;
  code: RefusalCode;
  message?: string;
}

const LONGEST_TEXT = 1024;

/** `command.refused` for the one who asked; nothing where the command names nobody. */
export function refusalOf({
  envelope,
  key,
  code,
  message,
}: RefusedCommand): NewMessage<CommandOutcome.Refused> | undefined {
  const { audience } = askerOf(envelope);
  if (audience === undefined || !isUuid(envelope.id)) return undefined;
  const ofACardPayment = envelope.deadline !== undefined && isUuid(key);
  return {
    type: CommandOutcome.Refused,
    key,
    subject: envelope.subject,
    tenantId: envelope.tenantId,
    deadline: envelope.deadline,
    audience: [audience],
    data: {
      commandId: envelope.id,
      commandType: isMessageType(envelope.type) ? envelope.type : 'unknown',
      code,
      paymentId: envelope.subject.slice(0, 255),
      requestId: ofACardPayment ? key : undefined,
      message: message?.slice(0, LONGEST_TEXT),
    },
  };
}
