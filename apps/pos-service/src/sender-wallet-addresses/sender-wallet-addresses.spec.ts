import { Logger } from '@nestjs/common';
import { HttpClient } from '@tapmesh/service-kit';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  SenderWalletAddresses,
  type SenderWalletAddressOptions,
} from './sender-wallet-addresses.js';

describe("senders' wallet addresses", () => {
  let server: Server;
  let baseUrl: string;
  let respond: RequestListener;
  let asked: (string | undefined)[];

  beforeAll(() => Logger.overrideLogger(false));

  beforeEach(async () => {
    asked = [];
    respond = (request, response) => response.end(JSON.stringify(walletAddress(request.url)));
    server = createServer((request, response) => {
      asked.push(request.url);
      respond(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const senders = (differing: Partial<SenderWalletAddressOptions> = {}) =>
    new SenderWalletAddresses({
      baseUrl,
      timeoutMs: 1_000,
      cacheMs: 60_000,
      cacheSize: 10,
      ...differing,
    });

  const walletAddress = (path = '') => ({
    id: `${baseUrl}${path}`,
    assetCode: 'USD',
    assetScale: 2,
  });

  it('are asked for at their URL, once for a while', async () => {
    const lookup = senders();
    expect(await lookup.lookUp(`${baseUrl}/accounts/alice`)).toEqual({ kind: 'known' });
    expect(await lookup.lookUp(`${baseUrl}/accounts/alice`)).toEqual({ kind: 'known' });
    expect(asked).toEqual(['/accounts/alice']);
  });

  it('are unknown where nobody is, and asked for again', async () => {
    respond = (_request, response) => response.writeHead(404).end();
    const lookup = senders();
    expect(await lookup.lookUp(`${baseUrl}/accounts/nobody`)).toEqual({ kind: 'unknown' });
    expect(await lookup.lookUp(`${baseUrl}/accounts/nobody`)).toEqual({ kind: 'unknown' });
    expect(asked).toHaveLength(2);
  });

  it('are unknown where another page answers', async () => {
    respond = (_request, response) => response.end(JSON.stringify({ id: 'http://else.test' }));
    expect(await senders().lookUp(`${baseUrl}/metrics`)).toEqual({ kind: 'unknown' });
  });

  it('are unknown where an incoming payment is', async () => {
    respond = (request, response) => {
      const { id } = walletAddress(request.url);
      const receivedAmount = { value: '0', assetCode: 'USD', assetScale: 2 };
      response.end(JSON.stringify({ id, walletAddress: walletAddress().id, receivedAmount }));
    };
    const url = `${baseUrl}/incoming-payments/01980000-0000-7000-8000-000000000001`;
    expect(await senders().lookUp(url)).toEqual({ kind: 'unknown' });
  });

  it.each([
    ['another host', () => 'http://elsewhere.test/accounts/alice'],
    ['a host that begins the same', () => `${baseUrl}.elsewhere.test/accounts/alice`],
    [
      'a user in front',
      () => baseUrl.replace('http://', 'http://user:secret@') + '/accounts/alice',
    ],
    ['a path that climbs', () => `${baseUrl}/accounts/../admin`],
    ['a query', () => `${baseUrl}/accounts/alice?x=1`],
    ['a fragment', () => `${baseUrl}/accounts/alice#x`],
    ['another scheme', () => baseUrl.replace('http', 'ftp')],
    ['no URL', () => 'alice'],
  ])('are never asked for under %s', async (_name, url) => {
    expect(await senders().lookUp(url())).toEqual({ kind: 'unknown' });
    expect(asked).toEqual([]);
  });

  it('are never asked for outside the path of the base', async () => {
    const lookup = senders({ baseUrl: `${baseUrl}/wallets` });
    expect(await lookup.lookUp(`${baseUrl}/admin`)).toEqual({ kind: 'unknown' });
    expect(await lookup.lookUp(`${baseUrl}/wallets-of-others/alice`)).toEqual({ kind: 'unknown' });
    expect(await lookup.lookUp(`${baseUrl}/wallets/alice`)).toEqual({ kind: 'known' });
    expect(asked).toEqual(['/wallets/alice']);
  });

  it.each<[string, RequestListener]>([
    ['an error', (_request, response) => void response.writeHead(500).end()],
    ['no JSON', (_request, response) => void response.end('<html>')],
    ['too much', (_request, response) => void response.end(JSON.stringify('x'.repeat(70_000)))],
    [
      'a redirection',
      (_request, response) => void response.writeHead(302, { location: '/else' }).end(),
    ],
    ['silence', () => undefined],
  ])('cannot be known when the answer is %s, and are asked for again', async (_name, listener) => {
    const answering = respond;
    respond = listener;
    const lookup = senders({ timeoutMs: 1_000 });
    const url = `${baseUrl}/accounts/alice`;
    expect(await lookup.lookUp(url)).toMatchObject({ kind: 'unreachable' });
    respond = answering;
    expect(await lookup.lookUp(url)).toEqual({ kind: 'known' });
  });

  it.each([
    [
      'https://cards.example/rafiki',
      { kind: 'known', foreignCardService: 'https://cards.example/rafiki/' },
    ],
    [
      'http://cards.allowed:3007',
      { kind: 'known', foreignCardService: 'http://cards.allowed:3007/' },
    ],
    ['http://cards.example', { kind: 'no_card_service' }],
    [undefined, { kind: 'no_card_service' }],
  ])('of ours name %p where our card service is not ours: %j', async (cardService, found) => {
    respond = (request, response) =>
      response.end(JSON.stringify({ ...walletAddress(request.url), cardService }));
    const http = new HttpClient({ addresses: 'public', allowedHosts: ['cards.allowed'] });

    expect(await senders({ ownCardServiceOver: http }).lookUp(`${baseUrl}/accounts/alice`)).toEqual(
      found,
    );
    expect(await senders().lookUp(`${baseUrl}/accounts/alice`)).toEqual({ kind: 'known' });
  });
});
