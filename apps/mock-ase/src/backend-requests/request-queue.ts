import { Injectable } from '@nestjs/common';
import type { BackendRequest } from './backend-request.js';

/** More than are answered within a claim's lease by far. */
const MAX_WAITING = 500;

export interface RequestTaker {
  /** There is something to shift. */
  pushed(): void;
  wake(): void;
}

/**
 * From who decides to who asks the backend, which in turn books what it learns with who decides: the
 * two do not know one another.
 */
@Injectable()
export class RequestQueue {
  private waiting: BackendRequest[] = [];
  private taker?: RequestTaker;

  serve(taker: RequestTaker | undefined): void {
    this.taker = taker;
  }

  hasRoomFor(requests: number): boolean {
    return this.taker !== undefined && this.waiting.length + requests <= MAX_WAITING;
  }

  /** Claimed ones, which are to be asked at once. */
  push(requests: BackendRequest[]): void {
    this.waiting.push(...requests);
    this.taker?.pushed();
  }

  shift(): BackendRequest | undefined {
    return this.waiting.shift();
  }

  /** Something was stored that may be due before the next look. */
  wake(): void {
    this.taker?.wake();
  }
}
