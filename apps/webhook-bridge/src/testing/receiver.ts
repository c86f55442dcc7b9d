import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A delivery as a consumer got it. */
export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: { id: string; type: string; time?: string; data: Record<string, unknown> };
  atMs: number;
}

/** A status; or nothing at all, for as long as the test lasts. */
export interface Reply {
  status: number | 'silence';
  headers?: Record<string, string>;
}

type Rule = (received: Received, count: number) => Reply;

/** A consumer: a real HTTP server that answers each path as the test says. */
export class Receiver {
  readonly received: Received[] = [];
  private readonly rules = new Map<string, Rule>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Receiver> {
    const server = createServer();
    const receiver = new Receiver(server);
    server.on('request', async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      const { url: path = '', headers } = request;
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Received['body'];
      const received = { path, headers, body, atMs: Date.now() };
      receiver.received.push(received);
      const rule: Rule = receiver.rules.get(path) ?? (() => ({ status: 200 }));
      const reply = rule(received, receiver.at(path).length);
      if (reply.status !== 'silence') response.writeHead(reply.status, reply.headers).end('seen');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  url(path: string): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${path}`;
  }

  answer(path: string, rule: Rule): void {
    this.rules.set(path, rule);
  }

  at(path: string): Received[] {
    return this.received.filter((received) => received.path === path);
  }

  ids(path: string): string[] {
    return this.at(path).map(({ body }) => body.id);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
