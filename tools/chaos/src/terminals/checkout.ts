import type { Mesh } from '@tapmesh/mesh';
import type { Random } from '../random.js';
import { Taps, walletAddresses, type Customer } from './tap.js';
import type { Testimony } from './testimony.js';
import { Till } from './till.js';

export interface CheckoutOptions {
  mesh: Mesh;
  terminals: number;
  random: Random;
  /** Above the deadline and what the POS service waits for beyond it. */
  askTimeoutMs: number;
  /** How long after the last customer a terminal may still be without an answer. */
  answeredWithinMs?: number;
  /** Who comes; everybody when it is left out, and each in their own manner. */
  customers?: readonly Customer[];
}

const ANSWERED_WITHIN_MS = 90_000;
const SHOPS = 8;

/** All the tills, and what was said at them. */
export class Checkout {
  readonly testimonies: Testimony[] = [];
  private readonly tills: Till[];
  private readonly closed = new AbortController();
  private readonly over = new AbortController();
  private serving: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: CheckoutOptions) {
    const { mesh, terminals, askTimeoutMs } = options;
    const addressOf = walletAddresses(mesh);
    this.tills = Array.from({ length: terminals }, (_, number) => {
      const random = options.random.fork();
      return new Till({
        mesh,
        taps: new Taps({
          random,
          shop: `shop-0${(number % SHOPS) + 1}`,
          walletAddressOf: addressOf,
          customers: options.customers,
        }),
        random,
        testimonies: this.testimonies,
        askTimeoutMs,
        closed: this.closed.signal,
        over: this.over.signal,
      });
    });
  }

  /** Customers come, until it closes. */
  open(): void {
    this.serving = Promise.all(this.tills.map((till) => till.serve()));
  }

  /** Serves those who are there. */
  async close(): Promise<void> {
    this.closed.abort();
    await this.bounded(this.serving);
  }

  /** Asks for every payment once more, at whichever instance: the answer is still the same. */
  async repeatAll(): Promise<void> {
    const left = this.testimonies.filter(({ heard }) => heard !== undefined);
    const repeatSome = async (till: Till): Promise<void> => {
      for (let next = left.pop(); next !== undefined; next = left.pop()) await till.repeat(next);
    };
    await this.bounded(Promise.all(this.tills.map(repeatSome)));
  }

  /** Nobody asks for anything any more. */
  giveUp(): void {
    this.closed.abort();
    this.over.abort();
  }

  /** When each final answer was heard, by `performance.now()`, ascending. */
  answersMs(): number[] {
    return this.testimonies
      .flatMap(({ heardAtMs }) => heardAtMs ?? [])
      .sort((one, other) => one - other);
  }

  /** One line on how it goes. */
  stand(): string {
    const answered = this.testimonies.filter(({ heard }) => heard !== undefined).length;
    return `${answered} payments answered, ${this.testimonies.length - answered} wait`;
  }

  private async bounded(work: Promise<unknown>): Promise<void> {
    const { answeredWithinMs = ANSWERED_WITHIN_MS } = this.options;
    const bound = setTimeout(() => this.over.abort(), answeredWithinMs);
    await work;
    clearTimeout(bound);
  }
}
