import { Injectable } from '@nestjs/common';
import { HttpClient } from '@tapmesh/service-kit';
import { BackendConfig } from '../backend.config.js';
import type { RateSource } from './rate-board.js';
import { readRates, type Rates } from './rates-response.js';

/** Asks a provider, as Rafiki does: `GET url?base=USD`. */
@Injectable()
export class RateProvider {
  private readonly own = new HttpClient({ addresses: 'any' });
  private readonly tenants: HttpClient;

  constructor(private readonly config: BackendConfig) {
    this.tenants = new HttpClient({
      addresses: 'public',
      allowedHosts: config.exchangeRatesAllowedHosts,
    });
  }

  /** @throws when there is no answer, or none that can be read */
  async ask({ url, ofTenant, base }: RateSource): Promise<Rates> {
    const target = new URL(url);
    target.searchParams.set('base', base);
    const { status, text } = await (ofTenant ? this.tenants : this.own).sendForText({
      method: 'GET',
      url: target.href,
      timeoutMs: this.config.exchangeRatesTimeoutMs,
    });
    if (status !== 200) throw new Error(`its status is ${status}`);
    return readRates(text, base);
  }
}
