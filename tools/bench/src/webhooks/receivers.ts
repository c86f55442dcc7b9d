import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Instruction, Received, Told } from './receiver-process.js';

const MAIN = join(import.meta.dirname, 'receiver-process.js');

/** The process of HTTP consumers. */
export class Receivers {
  private constructor(
    private readonly child: ChildProcess,
    private readonly port: number,
  ) {}

  static async start(): Promise<Receivers> {
    const child = fork(MAIN);
    const told = (await answerOf(child)) as { port: number };
    return new Receivers(child, told.port);
  }

  url(path: string): string {
    return `http://127.0.0.1:${this.port}${path}`;
  }

  /** These get everything and answer nothing; all others answer. */
  silence(paths: string[]): void {
    this.tell({ silent: paths });
  }

  /** What each path got until now and answered. */
  async received(): Promise<Map<string, Received>> {
    const answer = answerOf(this.child);
    this.tell({ take: true });
    const { received } = (await answer) as { received: Received[] };
    return new Map(received.map((one) => [one.path, one]));
  }

  close(): void {
    this.child.disconnect();
  }

  private tell(instruction: Instruction): void {
    this.child.send(instruction);
  }
}

async function answerOf(child: ChildProcess): Promise<Told> {
  const over = new AbortController();
  const { signal } = over;
  const ended = once(child, 'exit', { signal }).then(([code]) => {
    throw new Error(`the process of the consumers ended with ${code}`);
  });
  try {
    const [told] = (await Promise.race([once(child, 'message', { signal }), ended])) as [Told];
    return told;
  } finally {
    ended.catch(() => undefined);
    over.abort();
  }
}
