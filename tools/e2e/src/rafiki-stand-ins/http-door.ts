import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HttpRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  /** Read as JSON; undefined where there is none. */
  body: unknown;
}

/** An object goes as JSON, a text as it is, as Koa's own error pages do. */
export interface HttpReply {
  status: number;
  body?: object | string;
}

type Handler = (request: HttpRequest) => Promise<HttpReply> | HttpReply;

/** Where a stand-in is asked. */
export class HttpDoor {
  private constructor(private readonly server: Server) {}

  static async open(handler: Handler): Promise<HttpDoor> {
    const server = createServer((request, response) => void answer(request, response, handler));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new HttpDoor(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  handler: Handler,
): Promise<void> {
  const { status, body } = await read(request)
    .then(handler)
    .catch((error: unknown) => ({ status: 500, body: String(error) }));
  const isText = typeof body === 'string' || body === undefined;
  response.writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json' });
  response.end(isText ? body : JSON.stringify(body));
}

async function read(request: IncomingMessage): Promise<HttpRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stand-in');
  const text = Buffer.concat(chunks).toString();
  return {
    method: request.method ?? '',
    path: pathname,
    query: searchParams,
    headers: request.headers,
    body: text === '' ? undefined : JSON.parse(text),
  };
}
