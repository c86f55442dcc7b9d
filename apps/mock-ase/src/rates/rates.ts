import { Injectable } from '@nestjs/common';
import { readSeed } from '@tapmesh/service-kit';
import { MockAseConfig } from '../mock-ase.config.js';

/** By the base's code and the other's: decimal digits, so that JSON's numbers are told as written. */
export type RateTable = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What this bank tells of exchange rates: those of the seed file. */
@Injectable()
export class Rates {
  private table: RateTable = {};

  constructor(private readonly config: MockAseConfig) {}

  async read(): Promise<void> {
    const { seedFile } = this.config;
    if (seedFile !== undefined) this.table = (await readSeed(seedFile)).rates;
  }

  told(base: string): string {
    return ratesBody(base, this.table);
  }
}

/** A base that nobody knows has no rates, as with providers that are asked for anything. */
export function ratesBody(base: string, table: RateTable): string {
  const others = Object.entries(table[base] ?? {});
  const numbers = others.map(([code, digits]) => `${JSON.stringify(code)}:${digits}`);
  return `{"base":${JSON.stringify(base)},"rates":{${numbers.join(',')}}}`;
}
