import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TerminalsOptions } from '../terminals.js';

export interface Tapped {
  requestId: string;
  amount: { value: string };
}

export interface Reply {
  status: number;
  headers?: Record<string, string>;
  body: unknown;
}

/** What a tap is answered, and which it is, counted from 1; an error breaks its connection. */
export type Answer = (tapped: Tapped, turn: number) => Reply | Promise<Reply>;

export const approved: Answer = ({ requestId }) => ({
  status: 200,
  body: { requestId, result: { code: 'approved' } },
});

/** A POS service that answers as it is told, over real HTTP. */
export class Door {
  readonly tapped: Tapped[] = [];
  readonly keys = new Set<unknown>();
  answer: Answer = approved;

  private constructor(private readonly server: Server) {}

  static async open(): Promise<Door> {
    const server = createServer();
    const door = new Door(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      door.keys.add(request.headers.authorization);
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const tap = JSON.parse(Buffer.concat(chunks).toString()) as Tapped;
        const turn = door.tapped.push(tap);
        void replyTo(door, tap, turn).then(
          ({ status, headers, body }) =>
            response.writeHead(status, headers).end(JSON.stringify(body)),
          () => request.socket.destroy(),
        );
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return door;
  }

  get mesh(): TerminalsOptions['mesh'] {
    const { port } = this.server.address() as AddressInfo;
    return {
      services: [{ name: 'pos-service', url: `http://127.0.0.1:${port}`, pid: 1 }],
      terminal: { header: 'authorization', key: 'Bearer tk_test' },
    };
  }

  close(): Promise<unknown> {
    return new Promise((resolve) => this.server.close(resolve));
  }
}

export const people = {
  customers: ['http://127.0.0.1/accounts/alice'],
  shops: ['http://127.0.0.1/accounts/shop-01'],
};

async function replyTo({ answer }: Door, tap: Tapped, turn: number): Promise<Reply> {
  return answer(tap, turn);
}
