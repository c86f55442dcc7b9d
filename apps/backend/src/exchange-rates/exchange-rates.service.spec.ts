import { Logger } from '@nestjs/common';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BackendConfig } from '../backend.config.js';
import { ExchangeRates } from './exchange-rates.service.js';
import { RateProvider } from './rate-provider.js';
import { RateSources } from './rate-sources.js';
import { rational } from './rational.js';

const TENANT = '01980000-0000-7000-8000-000000000101';
const usd = { id: 'usd', code: 'USD', scale: 2 };
const eur = { id: 'eur', code: 'EUR', scale: 2 };
const wanted = { tenantId: TENANT, from: usd, to: eur };

interface Given {
  config?: Partial<BackendConfig>;
  /** Named by the tenant. */
  url?: string;
  /** Named by other tenants, which have so many bases each. */
  others?: { url: string; bases: string[] };
}

const OTHER = '01980000-0000-7000-8000-000000000102';

describe('exchange rates', () => {
  let provider: Server;
  let url: string;
  let asked: string[];
  let answer: { status: number; body: string };
  const running: ExchangeRates[] = [];

  beforeAll(() => Logger.overrideLogger(false));
  beforeEach(async () => {
    asked = [];
    answer = { status: 200, body: '{"base":"USD","rates":{"EUR":0.9}}' };
    provider = createServer(({ url: path }, response) => {
      asked.push(path ?? '');
      response.writeHead(answer.status).end(answer.body);
    });
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(provider.address() as AddressInfo).port}/rates?key=k`;
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((rates) => rates.onModuleDestroy()));
    await new Promise((resolve) => provider.close(resolve));
  });

  /** The sources are as the database would tell them; the provider is real. */
  function exchangeRates({ config = {}, url: own, others }: Given = {}): ExchangeRates {
    const settings = Object.assign(new BackendConfig(), { exchangeRatesUrl: url }, config);
    const rows = [
      ...(others?.bases ?? []).map((base) => ({ tenantId: OTHER, base, url: others!.url })),
      { tenantId: TENANT, base: 'USD', url: own ?? null },
      ...(others?.bases ?? []).map((base) => ({ tenantId: OTHER, base, url: others!.url })),
    ];
    const dataSource = { manager: { query: () => Promise.resolve(rows) } };
    const rates = new ExchangeRates(
      settings,
      dataSource as never,
      new RateSources(settings),
      new RateProvider(settings),
    );
    running.push(rates);
    return rates;
  }

  async function untilThere(rates: ExchangeRates): Promise<void> {
    while (rates.between(wanted) === undefined) await new Promise(setImmediate);
  }

  it('are asked for beside the work, and told from memory', async () => {
    const rates = exchangeRates();
    expect(rates.between(wanted)).toBeUndefined();
    rates.onApplicationBootstrap();
    await untilThere(rates);
    expect(rates.between(wanted)).toEqual(rational(9n, 10n));
    expect(asked).toEqual(['/rates?key=k&base=USD']);
  });

  it('are asked for at once by who can wait, together and once', async () => {
    const rates = exchangeRates();
    await Promise.all([rates.prepare(wanted), rates.prepare(wanted)]);
    await rates.prepare(wanted);
    expect(rates.between(wanted)).toEqual(rational(9n, 10n));
    expect(asked).toHaveLength(1);
  });

  it('are none when they are too old', async () => {
    const rates = exchangeRates({ config: { exchangeRatesMaxAgeMs: -1 } });
    await rates.prepare(wanted);
    expect(asked).toHaveLength(1);
    expect(rates.between(wanted)).toBeUndefined();
  });

  it.each([
    { status: 500, body: '{"base":"USD","rates":{"EUR":0.9}}' },
    { status: 200, body: 'nothing' },
    { status: 200, body: '{"base":"EUR","rates":{"EUR":0.9}}' },
    { status: 200, body: `{"base":"USD","rates":{"EUR":0.9}}${' '.repeat(70_000)}` },
  ])('are none after an answer that cannot be used: %#', async (given) => {
    answer = given;
    const rates = exchangeRates();
    await rates.prepare(wanted);
    expect(asked).toHaveLength(1);
    expect(rates.between(wanted)).toBeUndefined();
  });

  it('stay when their provider goes away, until they are too old', async () => {
    const rates = exchangeRates({ config: { exchangeRatesLifetimeMs: -1 } });
    await rates.prepare(wanted);
    answer = { status: 503, body: '' };
    rates.onApplicationBootstrap();
    while (asked.length < 2) await new Promise(setImmediate);
    expect(rates.between(wanted)).toEqual(rational(9n, 10n));
  });

  it('are a tenant’s own where it names a provider, at private addresses only by name', async () => {
    const refused = exchangeRates({ url });
    await refused.prepare(wanted);
    expect(asked).toEqual([]);
    expect(refused.between(wanted)).toBeUndefined();

    const allowed = exchangeRates({ url, config: { exchangeRatesAllowedHosts: ['127.0.0.1'] } });
    await allowed.prepare(wanted);
    expect(allowed.between(wanted)).toEqual(rational(9n, 10n));
  });

  it('are the operator’s whatever tenants name, be it the same provider', async () => {
    const rates = exchangeRates({ others: { url, bases: ['USD'] } });
    rates.onApplicationBootstrap();
    await untilThere(rates);
    expect(rates.between(wanted)).toEqual(rational(9n, 10n));
    expect(rates.between({ ...wanted, tenantId: OTHER })).toBeUndefined();
  });

  it('are asked for the operator’s first, however many tenants name', async () => {
    const many = Array.from({ length: 2_000 }, (_, index) => `B${index}`);
    const settings = Object.assign(new BackendConfig(), { exchangeRatesUrl: url });
    const sources = new RateSources(settings);
    const rows = [
      ...many.map((base) => ({ tenantId: OTHER, base, url })),
      { tenantId: TENANT, base: 'USD', url: null },
    ];
    await sources.load({ query: () => Promise.resolve(rows) } as never);
    const all = sources.all();
    expect(all).toHaveLength(2_000);
    expect(all[0]).toEqual({ url, base: 'USD', ofTenant: false });
  });

  it('without a provider are none, but between scales of one currency', () => {
    const rates = exchangeRates({ config: { exchangeRatesUrl: undefined } });
    expect(rates.between(wanted)).toBeUndefined();
    const finer = { ...wanted, to: { ...usd, id: 'finer', scale: 3 } };
    expect(rates.between(finer)).toEqual(rational(10n, 1n));
  });
});
