import { Inject, Injectable } from '@nestjs/common';
import type { Audience, Message, MessageType, PayloadOf } from '@tapmesh/events';
import { v7 as uuidv7 } from 'uuid';
import { MESSAGING_OPTIONS, type MessagingOptions } from './options.js';

export interface NewMessage<T extends MessageType> {
  type: T;
  key: string;
  subject: string;
  data: PayloadOf<T>;
  audience?: Audience[];
  tenantId?: string;
  sequence?: number;
  deadline?: string;
  replyPartition?: number;
  /** Of what causes it, where that is no message of the same key; see `continueTrace`. */
  traceparent?: string;
  /** A command's id that its sender wants to know beforehand; else a new UUIDv7. */
  id?: string;
}

/** Makes messages of this service: fills in who says it, when, and under which id. */
@Injectable()
export class MessageFactory {
  private readonly source: string;

  constructor(@Inject(MESSAGING_OPTIONS) options: Pick<MessagingOptions, 'source'>) {
    this.source = options.source;
  }

  make<T extends MessageType>(message: NewMessage<T>): Message<T> {
    const { id, audience, ...rest } = message;
    return {
      ...rest,
      id: id ?? uuidv7(),
      source: this.source,
      time: new Date().toISOString(),
      audience: audience ?? [],
    } as unknown as Message<T>;
  }
}
