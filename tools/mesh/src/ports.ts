import { createServer } from 'node:net';
import { MeshError } from './mesh-error.js';

export const HOST = '127.0.0.1';

/**
 * Below the range that Linux (32768 and up) and macOS (49152 and up) use for outgoing connections.
 * Port 0 would pick from that range, and a client's connection could take the port of a service
 * that is about to start, or that a test restarts.
 */
const LOWEST = 20_000;
const HIGHEST = 32_000;
const MAX_TRIES = 500;

const given = new Set<number>();

/** Ports that nobody listens on, each given once by this process. */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  for (let tries = 0; ports.length < count; tries += 1) {
    if (tries > MAX_TRIES) throw new MeshError(`no free port between ${LOWEST} and ${HIGHEST}`);
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    ports.push(port);
  }
  return ports;
}

/** Is nobody listening there? */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen({ port, host: HOST, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** The variable that asks for a certain port: `POS_SERVICE_PORT`, `KAFKA_PORT`. */
export function portVariable(name: string): string {
  return `${name.toUpperCase().replaceAll('-', '_')}_PORT`;
}

/** The port that the environment asks for, else any free one. */
export async function choosePort(name: string, env: NodeJS.ProcessEnv): Promise<number> {
  const variable = portVariable(name);
  const asked = env[variable];
  if (!asked) return (await freePorts(1))[0]!;
  const port = /^\d{1,5}$/.test(asked) ? Number(asked) : 0;
  if (port < 1 || port > 65_535) {
    throw new MeshError(`${variable} must be a port between 1 and 65535, not "${asked}"`);
  }
  if (!(await isFree(port))) {
    throw new MeshError(
      `port ${port}, which ${variable} asks for, is taken: stop what listens there or choose another`,
    );
  }
  return port;
}
