import { Transform, type TransformCallback } from 'node:stream';

/** Bytes on their way; above it the sender waits, as it would on a full network. */
const MAX_BYTES_HELD = 4 * 1024 * 1024;

interface Held {
  chunk: Buffer;
  /** By `performance.now()`. */
  arrivesAt: number;
}

/** Passes bytes on in their order, each `delayMs()` after it came; at once where that is 0. */
export class DelayLine extends Transform {
  /** One queue and one timer: timers of different lengths could let bytes overtake each other. */
  private readonly held: Held[] = [];
  private bytesHeld = 0;
  private timer: NodeJS.Timeout | undefined;
  private whenRoom: TransformCallback | undefined;
  private whenEmpty: TransformCallback | undefined;

  constructor(private readonly delayMs: () => number) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, taken: TransformCallback): void {
    const delayMs = this.delayMs();
    if (this.held.length === 0 && delayMs <= 0) {
      taken(null, chunk);
      return;
    }
    this.held.push({ chunk, arrivesAt: performance.now() + delayMs });
    this.bytesHeld += chunk.length;
    this.timer ??= setTimeout(() => this.release(), Math.max(delayMs, 0));
    if (this.bytesHeld < MAX_BYTES_HELD) taken();
    else this.whenRoom = taken;
  }

  override _flush(done: TransformCallback): void {
    if (this.held.length === 0) done();
    else this.whenEmpty = done;
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearTimeout(this.timer);
    done(error);
  }

  private release(): void {
    this.timer = undefined;
    const now = performance.now();
    while (this.held[0] !== undefined && this.held[0].arrivesAt <= now) {
      const { chunk } = this.held.shift()!;
      this.bytesHeld -= chunk.length;
      this.push(chunk);
    }
    const next = this.held[0];
    if (next !== undefined) {
      this.timer = setTimeout(() => this.release(), Math.ceil(next.arrivesAt - now));
    }
    if (this.bytesHeld < MAX_BYTES_HELD) {
      const { whenRoom } = this;
      this.whenRoom = undefined;
      whenRoom?.();
    }
    if (next === undefined) this.whenEmpty?.();
  }
}
