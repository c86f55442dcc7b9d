import type { SpanContext } from '@opentelemetry/api';

const MOST = 10_000;

/**
 * What was handled last under a key, so that what is said under it next has its parent.
 *
 * Handlers take batches of many traces, so the context that is active tells nothing of one message.
 * The key does: everything of a card payment has the same one, and a process handles one message of
 * a key at a time. It also covers what is said later (a deadline, a delayed decision), as long as
 * this process has not forgotten: a column would remember longer, and cost every payment.
 */
export class Causes {
  private readonly byKey = new Map<string, SpanContext>();

  constructor(private readonly most = MOST) {}

  set(key: string, cause: SpanContext): void {
    if (key === '') return;
    this.byKey.delete(key);
    this.byKey.set(key, cause);
    if (this.byKey.size <= this.most) return;
    const [oldest] = this.byKey.keys();
    if (oldest !== undefined) this.byKey.delete(oldest);
  }

  get(key: string): SpanContext | undefined {
    return this.byKey.get(key);
  }
}
