import { Injectable } from '@nestjs/common';
import type { FinishedAttempt } from './attempt.js';

type Listener = (attempt: FinishedAttempt) => void;

/** For whoever counts: told of every attempt when it has ended, before it is stored. */
@Injectable()
export class AttemptListeners {
  private readonly listeners: Listener[] = [];

  add(listener: Listener): void {
    this.listeners.push(listener);
  }

  tell(attempt: FinishedAttempt): void {
    for (const listener of this.listeners) listener(attempt);
  }
}
