/** What a service started with these options is asked by; the port is the system's choice. */
export const INSPECTED = '--inspect=127.0.0.1:0';

const LISTENING = /Debugger listening on (ws:\/\/\S+)/;

interface HeapUsage {
  usedSize: number;
  embedderHeapUsedSize?: number;
  backingStorageSize?: number;
}

interface Asked {
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
}

interface Reply {
  id: number;
  result?: unknown;
  error?: { message: string };
}

/**
 * A Node process's heap, through its inspector. Only there can one ask for a collection first: what
 * is in use before one is mostly what nobody needs any more.
 */
export class Heap {
  private readonly awaited = new Map<number, Asked>();
  private asked = 0;

  private constructor(private readonly socket: WebSocket) {
    socket.addEventListener('message', ({ data }) => this.hear(JSON.parse(String(data)) as Reply));
    socket.addEventListener('close', () => {
      for (const { reject } of this.awaited.values()) reject(new Error('the inspector has gone'));
    });
  }

  /** @param log what the process has printed since it began */
  static async attach(log: readonly string[]): Promise<Heap> {
    const url = log.map((line) => LISTENING.exec(line)?.[1]).findLast((found) => found);
    if (url === undefined) throw new Error('the process has no inspector');
    const socket = new WebSocket(url);
    const heap = new Heap(socket);
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve());
      socket.addEventListener('error', () => reject(new Error(`nobody inspects at ${url}`)));
    });
    return heap;
  }

  /** Bytes that are in use after a collection, buffers included. */
  async bytesKept(): Promise<number> {
    await this.ask('HeapProfiler.collectGarbage');
    const usage = (await this.ask('Runtime.getHeapUsage')) as HeapUsage;
    return usage.usedSize + (usage.embedderHeapUsedSize ?? 0) + (usage.backingStorageSize ?? 0);
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.socket.addEventListener('close', resolve));
    this.socket.close();
    await closed;
  }

  private ask(method: string): Promise<unknown> {
    const id = (this.asked += 1);
    return new Promise((resolve, reject) => {
      this.awaited.set(id, { resolve, reject });
      this.socket.send(JSON.stringify({ id, method }));
    });
  }

  private hear({ id, result, error }: Reply): void {
    const answer = this.awaited.get(id);
    this.awaited.delete(id);
    if (error === undefined) answer?.resolve(result);
    else answer?.reject(new Error(error.message));
  }
}
