import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { Repeating } from '@tapmesh/service-kit';
import { DataSource } from 'typeorm';
import { BackendConfig } from '../backend.config.js';
import type { Asset } from '../money.js';
import { exchangeRate, needsRates } from './exchange-rate.js';
import { keyOf, RateBoard, type RateSource } from './rate-board.js';
import { RateProvider } from './rate-provider.js';
import { RateSources } from './rate-sources.js';
import { parseDecimal, type Rational } from './rational.js';

const LOOK_EVERY_MS = 1_000;
/** A provider that is slow holds up those behind it for no longer than its own timeout. */
const AT_ONCE = 8;

export interface RateWanted {
  tenantId: string;
  from: Asset;
  to: Asset;
}

/**
 * Rates from memory, so that no transaction waits for a provider: each base is asked for anew before it
 * is as old as its lifetime, beside the work. When a provider is away its last rates serve until they
 * are too old; then there are none, and what needs them is refused.
 */
@Injectable()
export class ExchangeRates implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ExchangeRates.name);
  private readonly board = new RateBoard();
  private readonly asking = new Map<string, Promise<void>>();
  private readonly slippage: Rational;
  private readonly looking: Repeating;

  constructor(
    private readonly config: BackendConfig,
    private readonly dataSource: DataSource,
    private readonly sources: RateSources,
    private readonly provider: RateProvider,
  ) {
    this.slippage = parseDecimal(config.slippage) ?? { numerator: 0n, denominator: 1n };
    this.looking = new Repeating({
      everyMs: LOOK_EVERY_MS,
      work: () => this.look(),
      onError: (error) =>
        this.logger.error({ err: error }, 'exchange rates could not be looked at'),
    });
  }

  onApplicationBootstrap(): void {
    this.looking.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.looking.stop();
  }

  /** The smallest units of `to` for one of `from`; nothing where no rate is known that is fresh enough. */
  between({ tenantId, from, to }: RateWanted): Rational | undefined {
    const exchange = { from, to, slippage: this.slippage };
    if (!needsRates(exchange)) return exchangeRate(exchange, undefined);
    const source = this.sources.of(tenantId, from.code);
    return source && exchangeRate(exchange, this.board.find(source, this.within('maxAge')));
  }

  /**
   * For those who can wait and hold nothing: asks the provider where the rates have not been heard yet.
   * Whether there is a rate then, `between` says.
   */
  async prepare({ tenantId, from, to }: RateWanted): Promise<void> {
    if (!needsRates({ from, to })) return;
    await this.sources.load(this.dataSource.manager);
    const source = this.sources.of(tenantId, from.code);
    if (source === undefined || this.board.find(source, this.within('maxAge'))) return;
    await this.refresh(source);
  }

  private async look(): Promise<boolean> {
    await this.sources.load(this.dataSource.manager);
    const sources = this.sources.all();
    this.board.keep(sources);
    const stale = sources.filter(
      (source) => this.board.find(source, this.within('lifetime')) === undefined,
    );
    const queue = stale.values();
    const worker = async (): Promise<void> => {
      for (const source of queue) await this.refresh(source);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return false;
  }

  /** Never rejects: a provider's fault is told, and left to the next look. */
  private refresh(source: RateSource): Promise<void> {
    const key = keyOf(source);
    const already = this.asking.get(key);
    if (already !== undefined) return already;
    const asked = this.ask(source).finally(() => this.asking.delete(key));
    this.asking.set(key, asked);
    return asked;
  }

  private async ask(source: RateSource): Promise<void> {
    const askedAtMs = performance.now();
    try {
      this.board.put(source, { rates: await this.provider.ask(source), askedAtMs });
    } catch (error) {
      const { url, base } = source;
      this.logger.warn({ err: error, url, base }, 'exchange rates were asked for in vain');
    }
  }

  private within(limit: 'lifetime' | 'maxAge'): { nowMs: number; maxAgeMs: number } {
    const { exchangeRatesLifetimeMs, exchangeRatesMaxAgeMs } = this.config;
    const maxAgeMs = limit === 'lifetime' ? exchangeRatesLifetimeMs : exchangeRatesMaxAgeMs;
    return { nowMs: performance.now(), maxAgeMs };
  }
}
