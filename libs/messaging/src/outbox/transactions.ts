import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { OutgoingMessage } from '../options.js';

/** What belongs together: the state, the messages that tell of it, the note of what was handled. */
export interface Transaction {
  manager: EntityManager;
  /** Written to the outbox at the end of the transaction, published when it has committed. */
  send(...messages: OutgoingMessage[]): void;
  /** Those of the messages that this service has not handled before; recorded as handled now. */
  firstTime<M extends { id: string }>(messages: M[]): Promise<M[]>;
}

/** One database transaction per fact, with outbox and inbox. */
@Injectable()
export class Transactions {
  /** Resolves at the commit; publishing goes on behind it. */
  run<T>(_work: (tx: Transaction) => Promise<T>): Promise<T> {
    throw new Error('not built');
  }
}
