import type { lookup } from 'node:dns';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebhookClient, type WebhookClientOptions } from './webhook-client.js';

describe('the webhook client', () => {
  let server: Server;
  let port: number;
  let respond: RequestListener;
  let asked: { request: IncomingMessage; body: string }[];
  let sockets: Set<Socket>;
  const clients: WebhookClient[] = [];

  beforeEach(async () => {
    asked = [];
    sockets = new Set();
    respond = (_request, response) => response.end('thanks');
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      asked.push({ request, body: Buffer.concat(chunks).toString() });
      respond(request, response);
    });
    server.on('connection', (socket) => sockets.add(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });

  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.close()));
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  function client(options: Partial<WebhookClientOptions> = {}): WebhookClient {
    const made = new WebhookClient({
      allowedHosts: ['127.0.0.1'],
      httpsOnly: true,
      connectionsPerHost: 4,
      ...options,
    });
    clients.push(made);
    return made;
  }

  function post(
    by: WebhookClient,
    { host = '127.0.0.1', path = '/hook?a=1', timeoutMs = 2_000 } = {},
  ) {
    const headers = { 'content-type': 'application/json', 'webhook-id': 'x' };
    return by.post({ url: `http://${host}:${port}${path}`, headers, body: '{"ä":1}', timeoutMs });
  }

  /** Names become what the test says, one answer after the other. */
  const resolving = (...answers: string[][]) =>
    ((_host: string, _options: object, callback: (error: null, addresses: object[]) => void) => {
      const addresses = answers.length > 1 ? answers.shift()! : answers[0]!;
      const found = addresses.map((address) => ({
        address,
        family: address.includes(':') ? 6 : 4,
      }));
      callback(null, found);
    }) as unknown as typeof lookup;

  it('posts what it is given and tells what came back', async () => {
    respond = (_request, response) => response.writeHead(202, { 'x-own': 'a' }).end('thanks');
    const answer = await post(client());
    expect(answer).toMatchObject({ status: 202, body: 'thanks', headers: { 'x-own': 'a' } });
    expect(answer.latencyMs).toBeGreaterThan(0);
    expect(asked).toMatchObject([
      {
        body: '{"ä":1}',
        request: { method: 'POST', url: '/hook?a=1', headers: { 'webhook-id': 'x' } },
      },
    ]);
  });

  it('keeps its connection for the next', async () => {
    const one = client();
    for (let count = 0; count < 20; count += 1) await post(one);
    expect(sockets.size).toBeLessThanOrEqual(2);
  });

  it('asks again at once where the kept connection was just closed', async () => {
    const one = client({ connectionsPerHost: 1 });
    await post(one);
    respond = (request, response) => {
      if (asked.length === 2) request.socket.destroy();
      else response.end();
    };
    expect(await post(one)).toMatchObject({ status: 200 });
    expect(asked).toHaveLength(3);
  });

  it('does not follow a redirection', async () => {
    const location = `http://127.0.0.1:${port}/else`;
    respond = (_request, response) => response.writeHead(307, { location }).end();
    expect(await post(client())).toMatchObject({ status: 307 });
    expect(asked).toHaveLength(1);
  });

  it('keeps the first KiB of an answer, however long it is', async () => {
    respond = (_request, response) => response.end('x'.repeat(1_000_000));
    const answer = await post(client());
    expect(answer).toMatchObject({ status: 200, body: 'x'.repeat(1_024) });
  });

  it('waits no longer than it may for one who says nothing', async () => {
    respond = () => undefined;
    const answer = await post(client(), { timeoutMs: 80 });
    expect(answer.error).toBe('timeout: no answer within 80 ms');
    expect(answer.status).toBeUndefined();
  });

  it('believes a status whose body never ends, and waits for it no longer than it may', async () => {
    respond = (_request, response) => void response.writeHead(200).write('{"half":');
    const answer = await post(client(), { timeoutMs: 1_000 });
    expect(answer).toMatchObject({ status: 200, body: '{"half":' });
    expect(answer.latencyMs).toBeLessThan(5_000);
  });

  it('hears what Retry-After says', async () => {
    respond = (_request, response) => response.writeHead(503, { 'retry-after': '7' }).end();
    expect(await post(client())).toMatchObject({ status: 503, retryAfterMs: 7_000 });
  });

  it('says why nobody answered', async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect((await post(client())).error).toMatch(/^ECONNREFUSED/);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  it.each([
    'localhost',
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f.0.0.1',
    '0x7f000001',
    '0177.0.0.1',
    '0',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    '169.254.169.254',
    '[fe80::1]',
    '[fd00::1]',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.0.1',
    '100.64.0.1',
  ])('does not connect to %s', async (host) => {
    const answer = await post(client({ allowedHosts: [], httpsOnly: false }), { host });
    expect(answer.error).toMatch(/^private_address/);
    expect(asked).toEqual([]);
  });

  it('does not connect to a name that means a private address', async () => {
    const resolve = resolving(['127.0.0.1']);
    const guarded = client({ allowedHosts: [], httpsOnly: false, resolve });
    expect((await post(guarded, { host: 'hooks.example' })).error).toMatch(/^private_address/);
    expect(asked).toEqual([]);
  });

  it('gains nothing by a name that is public first and private when it is used', async () => {
    const resolve = resolving(['127.0.0.1'], ['1.1.1.1'], ['127.0.0.1']);
    const guarded = client({ allowedHosts: [], httpsOnly: false, resolve });
    expect((await post(guarded, { host: 'hooks.example' })).error).toMatch(/^private_address/);
    expect(asked).toEqual([]);
  });

  it('connects to a host that is allowed by name', async () => {
    const resolve = resolving(['127.0.0.1']);
    const guarded = client({ allowedHosts: ['Hooks.Example'], resolve });
    expect(await post(guarded, { host: 'hooks.example' })).toMatchObject({ status: 200 });
  });

  it('speaks HTTPS alone where it is told so', async () => {
    const answer = await post(client({ allowedHosts: [] }), { host: 'hooks.example' });
    expect(answer.error).toBe('http:// is not allowed, only https://');
  });

  it('goes through a proxy where there is one', async () => {
    const tunnels: string[] = [];
    const proxy = createServer((request, response) => {
      tunnels.push(`${request.method} ${request.url}`);
      response.end('from the proxy');
    });
    proxy.on('connect', (request, socket) => {
      tunnels.push(`CONNECT ${request.url}`);
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const egressProxy = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const through = client({ egressProxy, httpsOnly: false, allowedHosts: [] });
    await post(through, { host: 'hooks.example' });
    expect(tunnels).toEqual([expect.stringContaining('hooks.example')]);
    expect(asked).toEqual([]);
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
  });
});
