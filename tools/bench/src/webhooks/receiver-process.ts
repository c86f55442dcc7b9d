import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { monotonicMs } from './clock.js';

/** What the bench tells its consumers. */
export type Instruction = { silent: string[] } | { take: true };

/** What consumers tell the bench: where they are, then what each path got. */
export type Told = { port: number } | { received: Received[] };

/** In the order in which it came. */
export interface Received {
  path: string;
  eventIds: string[];
  /** By the monotonic clock. */
  atMs: number[];
}

/** HTTP consumers, one a path, in a process of their own: what measures is not what is measured. */
const received = new Map<string, Received>();
let silent = new Set<string>();
const unanswered = new Set<ServerResponse>();

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  const { url: path = '', headers } = request;
  request.resume().once('end', () => {
    const own = received.get(path) ?? { path, eventIds: [], atMs: [] };
    received.set(path, own);
    if (silent.has(path)) {
      unanswered.add(response.once('close', () => unanswered.delete(response)));
      return;
    }
    own.eventIds.push(String(headers['webhook-id']));
    own.atMs.push(monotonicMs());
    response.writeHead(204).end();
  });
});

function tell(what: Told): void {
  process.send?.(what);
}

process.on('message', (instruction: Instruction) => {
  if ('take' in instruction) {
    tell({ received: [...received.values()] });
    return;
  }
  silent = new Set(instruction.silent);
  for (const response of unanswered) response.destroy();
});
process.once('disconnect', () => process.exit());

server.listen(0, '127.0.0.1', () => tell({ port: (server.address() as AddressInfo).port }));
