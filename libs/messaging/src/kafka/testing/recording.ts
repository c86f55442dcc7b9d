import type { WireHeaders } from '../../options.js';

/** A message as it stood on the broker. */
export interface RecordedMessage {
  /** Without the prefix. */
  topic: string;
  partition: number;
  key: string;
  headers: WireHeaders;
  value: string;
}

type Condition = (message: RecordedMessage) => boolean;

const DEFAULT_TIMEOUT_MS = 15_000;

/** What was heard, and who waits to hear more. */
export class Recording {
  readonly messages: RecordedMessage[] = [];
  private readonly listeners = new Set<() => void>();

  add(message: RecordedMessage): void {
    this.messages.push(message);
    for (const listener of this.listeners) listener();
  }

  matching(condition: Condition): RecordedMessage[] {
    return this.messages.filter(condition);
  }

  /** The first such message, whether it was heard already or is still to come. */
  async first(condition: Condition, timeoutMs = DEFAULT_TIMEOUT_MS): Promise<RecordedMessage> {
    const [first] = await this.atLeast(1, condition, timeoutMs);
    return first!;
  }

  /** Such messages once there are that many of them. */
  atLeast(
    count: number,
    condition: Condition,
    timeoutMs = DEFAULT_TIMEOUT_MS,
  ): Promise<RecordedMessage[]> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const found = this.matching(condition);
        if (found.length >= count) end(() => resolve(found));
      };
      const end = (settle: () => void): void => {
        clearTimeout(timer);
        this.listeners.delete(look);
        settle();
      };
      const timer = setTimeout(
        () => end(() => reject(new Error(this.complaint(count)))),
        timeoutMs,
      );
      this.listeners.add(look);
      look();
    });
  }

  private complaint(count: number): string {
    const heard = this.messages.map(
      ({ topic, key, headers }) => `${topic} ${headers.ce_type} ${key}`,
    );
    return `waited in vain for ${count} message(s); heard:\n${heard.join('\n') || 'nothing'}`;
  }
}
