import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ForeignRequestBody } from '../foreign-card-services/foreign-request.js';

export interface AskedForeign {
  body: ForeignRequestBody;
  /** Says what the test has it say. */
  answer: (status: number, content?: object) => void;
}

/** A bank that is not ours: its wallet addresses and its card service, made for Rafiki. */
export class ForeignWallet {
  readonly asked: AskedForeign[] = [];
  readonly paths: string[] = [];
  /** Told beside what a wallet address always says. */
  page: object = {};
  private server: Server;
  private waiting: ((asked: AskedForeign) => void)[] = [];
  private handed = 0;

  static async start(): Promise<ForeignWallet> {
    const wallet = new ForeignWallet();
    wallet.server = createServer((request, response) => {
      const path = request.url ?? '';
      wallet.paths.push(`${request.method} ${path}`);
      if (request.method === 'POST') {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => wallet.hear(Buffer.concat(chunks), response));
      } else if (path.startsWith('/redirected')) {
        response.writeHead(302, { location: '/alice' }).end();
      } else if (path.startsWith('/nobody')) {
        response.writeHead(404).end();
      } else {
        const id = `${wallet.url}${path}`;
        const cardService = `${wallet.url}/cards`;
        response.end(
          JSON.stringify({ id, assetCode: 'EUR', assetScale: 2, cardService, ...wallet.page }),
        );
      }
    });
    await new Promise<void>((resolve) => wallet.server.listen(0, '127.0.0.1', resolve));
    return wallet;
  }

  get url(): string {
    return `http://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  /** The next that nobody has looked at, once it is there. */
  next(): Promise<AskedForeign> {
    const asked = this.asked[this.handed];
    this.handed += 1;
    return asked === undefined
      ? new Promise((resolve) => this.waiting.push(resolve))
      : Promise.resolve(asked);
  }

  askedFor(requestId: string): AskedForeign[] {
    return this.asked.filter(({ body }) => body.requestId === requestId);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private hear(content: Buffer, response: ServerResponse): void {
    const asked: AskedForeign = {
      body: JSON.parse(content.toString('utf8')) as ForeignRequestBody,
      answer: (status, body = {}) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body));
      },
    };
    this.asked.push(asked);
    this.waiting.shift()?.(asked);
  }
}
