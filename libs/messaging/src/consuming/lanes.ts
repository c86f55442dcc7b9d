/** Something to do, in order with everything of the same key, together with others of its lane. */
export interface Task {
  readonly key: string;
  readonly lane: string;
  /** It has failed before and goes alone now, so that it cannot spoil others' batch. */
  alone: boolean;
}

export interface LanesOptions<T extends Task> {
  maxBatch: number;
  /** Batches of one lane at the same time. */
  concurrency: number;
  /** Does a batch: distinct keys, one lane. Calls `finished` or `again` for each of its tasks. */
  run: (lane: string, tasks: T[]) => Promise<void>;
}

interface Lane<T> {
  name: string;
  ready: T[];
  running: number;
}

/**
 * Order per key across lanes, crowds across keys: only the first of each key is ready, and a free
 * lane takes all that are ready in it at once. The busier it is, the larger its batches become.
 */
export class Lanes<T extends Task> {
  private readonly keys = new Map<string, T[]>();
  private readonly lanes = new Map<string, Lane<T>>();
  private scheduled = false;
  private stopped = false;

  constructor(private readonly options: LanesOptions<T>) {}

  add(task: T): void {
    const queue = this.keys.get(task.key);
    if (queue) {
      queue.push(task);
      return;
    }
    this.keys.set(task.key, [task]);
    this.makeReady(task);
  }

  /** The next one of its key may go. */
  finished(task: T): void {
    const queue = this.keys.get(task.key);
    queue?.shift();
    const next = queue?.[0];
    if (next) this.makeReady(next);
    else this.keys.delete(task.key);
  }

  /** Failed; still the first of its key, and ready again. */
  again(task: T): void {
    task.alone = true;
    this.makeReady(task);
  }

  /** Starts nothing more. */
  stop(): void {
    this.stopped = true;
  }

  private makeReady(task: T): void {
    this.lane(task.lane).ready.push(task);
    this.schedule();
  }

  private lane(name: string): Lane<T> {
    let lane = this.lanes.get(name);
    if (!lane) {
      lane = { name, ready: [], running: 0 };
      this.lanes.set(name, lane);
    }
    return lane;
  }

  /** After everything of one fetch, which arrives partition by partition within one turn. */
  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      for (const lane of this.lanes.values()) this.startAll(lane);
    });
  }

  private startAll(lane: Lane<T>): void {
    while (!this.stopped && lane.running < this.options.concurrency && lane.ready.length > 0) {
      void this.start(lane, this.takeBatch(lane));
    }
  }

  private async start(lane: Lane<T>, tasks: T[]): Promise<void> {
    lane.running += 1;
    try {
      await this.options.run(lane.name, tasks);
    } finally {
      lane.running -= 1;
      if (lane.ready.length > 0) this.schedule();
    }
  }

  private takeBatch({ ready }: Lane<T>): T[] {
    if (ready[0]?.alone) return ready.splice(0, 1);
    const firstAlone = ready.findIndex(({ alone }) => alone);
    const end = firstAlone < 0 ? ready.length : firstAlone;
    return ready.splice(0, Math.min(end, this.options.maxBatch));
  }
}
