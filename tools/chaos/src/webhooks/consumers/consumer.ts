import { freePorts } from '@tapmesh/mesh';
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Receipt } from '../receipt.js';
import { isSigned } from './signature.js';

/** How a consumer treats what comes. */
export type Manner =
  | { kind: 'accepts' }
  | { kind: 'hangs' }
  | { kind: 'refuses'; status: number; retryAfterS?: number };

const ACCEPTS: Manner = { kind: 'accepts' };
const HOST = '127.0.0.1';

/** Somebody who is told by HTTP: writes down every attempt, and can be made to fail. */
export class Consumer {
  readonly receipts: Receipt[] = [];
  private manner = ACCEPTS;
  private secret = '';
  private server: Server | undefined;

  private constructor(
    readonly name: string,
    private readonly port: number,
  ) {}

  static async open(name: string): Promise<Consumer> {
    const [port] = await freePorts(1);
    const consumer = new Consumer(name, port!);
    await consumer.comeBack();
    return consumer;
  }

  get url(): string {
    return `http://${HOST}:${this.port}/webhooks`;
  }

  /** What deliveries are signed with. */
  trust(secret: string): void {
    this.secret = secret;
  }

  behave(manner: Manner): void {
    this.manner = manner;
  }

  /** It is itself again, wherever it was. */
  async recover(): Promise<void> {
    this.manner = ACCEPTS;
    await this.comeBack();
  }

  /** Whoever asks finds nobody, and connections that were open break. */
  async leave(): Promise<void> {
    const { server } = this;
    if (server === undefined) return;
    this.server = undefined;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }

  private async comeBack(): Promise<void> {
    if (this.server !== undefined) return;
    const server = createServer((request, response) => void this.take(request, response));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ port: this.port, host: HOST }, resolve);
    });
    this.server = server;
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    // Half a request tells nothing.
    if (body === undefined) return;
    const { manner } = this;
    this.receipts.push({ ...this.read(request, body), ...answerOf(manner) });
    if (manner.kind === 'hangs') return;
    if (manner.kind === 'accepts') response.writeHead(204);
    else {
      const { status, retryAfterS } = manner;
      if (retryAfterS !== undefined) response.setHeader('retry-after', retryAfterS);
      response.writeHead(status);
    }
    response.end();
  }

  private read({ headers }: IncomingMessage, body: Buffer) {
    const { type } = JSON.parse(body.toString()) as { type: string };
    const sequence = headers['webhook-sequence'];
    return {
      id: String(headers['webhook-id']),
      subject: String(headers['webhook-subject']),
      sequence: sequence === undefined ? undefined : Number(sequence),
      number: Number(headers['webhook-number']),
      type,
      bodyHash: createHash('sha256').update(body).digest('base64'),
      signed: isSigned(headers, body, this.secret),
      atMs: Date.now(),
    };
  }
}

function answerOf(manner: Manner): Pick<Receipt, 'status' | 'retryAfterMs'> {
  if (manner.kind === 'accepts') return { status: 204 };
  if (manner.kind === 'hangs') return { status: 'silence' };
  const { status, retryAfterS } = manner;
  return { status, ...(retryAfterS !== undefined && { retryAfterMs: retryAfterS * 1_000 }) };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  } catch {
    return undefined;
  }
}
