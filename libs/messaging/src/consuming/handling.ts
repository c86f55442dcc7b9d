import type { Envelope } from '@tapmesh/events';
import { AsyncLocalStorage } from 'node:async_hooks';
import type { ReceivedRecord } from '../kafka/records.js';
import type { MessagingStats } from '../messaging-stats.js';
import type { MessageTracing } from '../tracing/message-tracing.js';

/** A log line of a large batch names so many of its messages. */
const NAMED_AT_MOST = 10;

export type HandledMessage = Envelope & { key: string };

interface Named {
  readonly id: string;
  readonly type: string;
  readonly key: string;
}

/** What is being handled; emptied at the end, for timers set meanwhile live on in this context. */
interface InHand {
  messages: readonly Named[];
}

export interface HandlingOptions {
  stats: MessagingStats;
  tracing?: MessageTracing;
}

/** What goes around every handler: time, traces, and the names that log lines made within it get. */
export class Handling {
  /** One `run` a batch, which Node's context frames make free: docs/adr/0017-tracing.md has figures. */
  private readonly inHand = new AsyncLocalStorage<InHand>();

  constructor(private readonly options: HandlingOptions) {}

  async run(
    type: string,
    messages: readonly HandledMessage[],
    work: () => Promise<void>,
  ): Promise<void> {
    const { stats, tracing } = this.options;
    const start = performance.now();
    try {
      await this.about(messages, tracing ? () => tracing.handle(messages, work) : work);
    } finally {
      stats.ran(type, messages.length, (performance.now() - start) / 1_000);
    }
  }

  /** A message that nobody could handle is being told of. */
  async putAside(record: ReceivedRecord, error: unknown, work: () => Promise<void>): Promise<void> {
    const { tracing } = this.options;
    const { ce_id: id = '', ce_type: type = '' } = record.headers;
    await this.about(
      [{ id, type, key: record.key }],
      tracing ? () => tracing.putAside(record, error, work) : work,
    );
  }

  /** For a log line: what is handled while it is made. One that names a request means that one. */
  logFields(line: { requestId?: unknown } = {}): Record<string, unknown> | undefined {
    const messages = this.inHand.getStore()?.messages ?? [];
    const meant = messages.filter(({ key }) => key === line.requestId);
    const [first, ...others] = meant.length > 0 ? meant : messages;
    if (first === undefined) return undefined;
    const { type, id, key } = first;
    if (others.length === 0) {
      const traceId = this.options.tracing?.traceIdOf(key);
      return { messageType: type, messageId: id, requestId: key, ...(traceId && { traceId }) };
    }
    const named = messages.slice(0, NAMED_AT_MOST);
    return {
      messageType: type,
      messages: messages.length,
      messageIds: named.map((one) => one.id),
      requestIds: named.map((one) => one.key),
    };
  }

  private async about<T>(messages: readonly Named[], work: () => Promise<T>): Promise<T> {
    const inHand: InHand = { messages };
    try {
      return await this.inHand.run(inHand, work);
    } finally {
      inHand.messages = [];
    }
  }
}
