import { Injectable } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import type { CardPayment } from './card-payment.js';
import { CardPaymentsRepository } from './card-payments.repository.js';
import { Gatherer } from './gatherer.js';

const MAX_AT_ONCE = 256;
/** Lookups that may wait for their turn while the service is too busy for payments. */
const MAX_WAITING = 1_000;
/** Who is told "too busy" is told so at once, or nearly. */
const BUSY_PATIENCE_MS = 250;

/**
 * Payments that were taken before, looked up only where a request is about to be refused: what is
 * new is found to be new by its own insert, and pays for no lookup. Lookups that come together are
 * one statement, so that a crowd that is turned away does not take the database from those who pay.
 */
@Injectable()
export class KnownPayments {
  private readonly gatherer: Gatherer<string, CardPayment | undefined>;

  constructor(payments: CardPaymentsRepository) {
    this.gatherer = new Gatherer({
      work: async (requestIds) => {
        const found = await payments.find(requestIds);
        const byId = new Map(found.map((payment) => [payment.requestId, payment]));
        return requestIds.map((requestId) => byId.get(requestId));
      },
      maxItems: MAX_AT_ONCE,
      isItemsOwn: () => false,
    });
  }

  find(requestId: string): Promise<CardPayment | undefined> {
    return this.gatherer.add(requestId);
  }

  /** Nothing where it cannot be found out at once. */
  async findWhileBusy(requestId: string): Promise<CardPayment | undefined> {
    if (this.gatherer.waitingCount >= MAX_WAITING) return undefined;
    const late = new AbortController();
    try {
      return await Promise.race([
        this.find(requestId).catch(() => undefined),
        delay(BUSY_PATIENCE_MS, undefined, { signal: late.signal }),
      ]);
    } finally {
      late.abort();
    }
  }
}
