import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import type { HttpAnswer, HttpCase } from './cases.js';

const TIMEOUT_MS = 20_000;
const MAX_SOCKETS = 64;

/** Sends as a terminal might: connections are kept, and what Node's `fetch` would mend is not mended. */
export class HttpSender {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: MAX_SOCKETS });

  send(base: string, { method, path, headers, body }: HttpCase): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = new URL(base);
      const call = request({
        agent: this.agent,
        hostname,
        port,
        method,
        path,
        headers: { ...headers, ...(body && { 'content-length': body.byteLength }) },
        timeout: TIMEOUT_MS,
      });
      call.on('error', reject);
      call.on('timeout', () => call.destroy(new Error(`no answer in ${TIMEOUT_MS} ms`)));
      call.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            contentType: response.headers['content-type'] ?? '',
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      });
      call.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

/** Writes bytes that need be no HTTP, and reads until the other side has closed. */
export function sendBytes(base: string, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(base);
    const socket = connect({ host: hostname, port: Number(port) });
    let heard = '';
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error('the connection stays open')));
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')));
    socket.on('error', reject);
    socket.on('close', () => resolve(heard));
    socket.on('connect', () => socket.write(bytes, 'latin1'));
  });
}
