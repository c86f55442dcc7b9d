import type { lookup } from 'node:dns';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpClient, PrivateAddressError } from './http-client.js';
import { isPublicAddress } from './public-address.js';
import { publicLookup } from './public-lookup.js';

describe('addresses', () => {
  it.each([
    '127.0.0.1',
    '127.9.9.9',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'fd12:3456::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    'localhost',
    '',
  ])('%s is not public', (address) => expect(isPublicAddress(address)).toBe(false));

  it.each(['93.184.215.14', '1.1.1.1', '2606:4700::1111', '::ffff:1.1.1.1'])(
    '%s is public',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );
});

describe('the HTTP client', () => {
  let server: Server;
  let port: number;
  let respond: RequestListener;
  let asked: number;

  beforeEach(async () => {
    asked = 0;
    respond = (_request, response) => response.end('{"ok":true}');
    server = createServer((request, response) => {
      asked += 1;
      respond(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  /** Names become what the test says, one answer after the other. */
  const resolving = (...answers: string[][]) =>
    ((_host: string, _options: object, callback: (error: null, addresses: object[]) => void) => {
      const addresses = answers.length > 1 ? answers.shift()! : answers[0]!;
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    }) as unknown as typeof lookup;

  const get = (client: HttpClient, host: string, timeoutMs = 2_000) =>
    client.send({ method: 'GET', url: `http://${host}:${port}/x`, timeoutMs });

  it('asks whom our own configuration names, wherever it is', async () => {
    const client = new HttpClient({ addresses: 'any' });
    expect(await get(client, '127.0.0.1')).toEqual({ status: 200, body: { ok: true } });
  });

  it.each(['127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1', '0177.0.0.1'])(
    'does not connect to %s',
    async (host) => {
      const client = new HttpClient({ addresses: 'public' });
      await expect(get(client, host)).rejects.toThrow(PrivateAddressError);
      expect(asked).toBe(0);
    },
  );

  it('does not connect to a name that means a private address', async () => {
    const client = new HttpClient({ addresses: 'public', resolve: resolving(['127.0.0.1']) });
    await expect(get(client, 'cards.example')).rejects.toThrow(PrivateAddressError);
    expect(asked).toBe(0);
  });

  it('connects to what it has looked at and to nothing else, so that rebinding gains nothing', async () => {
    // A check before the connection would see the first answer, and connect by the second.
    const resolve = resolving(['10.0.0.1', '1.1.1.1'], ['127.0.0.1']);
    const looked = await new Promise((done) =>
      publicLookup(resolve)('cards.example', { all: true }, (_error, found) => done(found)),
    );
    expect(looked).toEqual([{ address: '1.1.1.1', family: 4 }]);
    const client = new HttpClient({ addresses: 'public', resolve });
    await expect(get(client, 'cards.example')).rejects.toThrow(PrivateAddressError);
    expect(asked).toBe(0);
  });

  it('connects to a host that is allowed by name', async () => {
    const allowedHosts = ['Localhost'];
    const client = new HttpClient({ addresses: 'public', allowedHosts });
    expect(await get(client, 'localhost')).toMatchObject({ status: 200 });
    await expect(get(client, '127.0.0.1')).rejects.toThrow(PrivateAddressError);
  });

  it('does not follow a redirection', async () => {
    respond = (_request, response) => response.writeHead(302, { location: '/else' }).end();
    const client = new HttpClient({ addresses: 'any' });
    expect(await get(client, '127.0.0.1')).toEqual({ status: 302, body: undefined });
    expect(asked).toBe(1);
  });

  it('reads no more than it means to', async () => {
    respond = (_request, response) => response.end(JSON.stringify('x'.repeat(70_000)));
    const client = new HttpClient({ addresses: 'any' });
    await expect(get(client, '127.0.0.1')).rejects.toThrow('longer than');
  });

  it.each<[string, RequestListener]>([
    ['nothing', () => undefined],
    ['headers alone', (_request, response) => void response.writeHead(200).flushHeaders()],
  ])('waits no longer than it means to for one who says %s', async (_name, listener) => {
    respond = listener;
    const client = new HttpClient({ addresses: 'any' });
    await expect(get(client, '127.0.0.1', 100)).rejects.toThrow('abort');
  });

  it('posts JSON', async () => {
    respond = (request, response) => void request.pipe(response);
    const client = new HttpClient({ addresses: 'any' });
    const url = `http://127.0.0.1:${port}/payment`;
    const body = { text: 'ä' };
    const answer = await client.send({ method: 'POST', url, body, timeoutMs: 2_000 });
    expect(answer.body).toEqual(body);
  });
});
