import { Logger } from '@nestjs/common';
import type { HttpClient } from '@tapmesh/service-kit';
import { LoadingCache } from '../caching/loading-cache.js';
import type { ForeignWalletAddresses } from './foreign-wallet-addresses.js';
import { namedCardService } from './named-card-service.js';

export type SenderLookup =
  /** With the card service that speaks for it, where that is not ours. */
  | { kind: 'known'; foreignCardService?: string }
  | { kind: 'unknown' }
  /** It is there, and no card service speaks for it. */
  | { kind: 'no_card_service' }
  /** Nobody can say now whether it exists. */
  | { kind: 'unreachable' };

export interface SenderWalletAddressOptions {
  /** Our own backend's. Nobody else is asked, unless by `foreign`. */
  baseUrl: string;
  foreign?: ForeignWalletAddresses;
  /** Where the card service that our wallet addresses name is not ours: it is asked over this. */
  ownCardServiceOver?: HttpClient;
  timeoutMs: number;
  cacheMs: number;
  cacheSize: number;
}

const KNOWN: SenderLookup = { kind: 'known' };
const UNKNOWN: SenderLookup = { kind: 'unknown' };
const UNREACHABLE: SenderLookup = { kind: 'unreachable' };
const MAX_BODY_BYTES = 64 * 1024;

/**
 * Whether a sender's wallet address exists, by asking at its URL. The POS service keeps no copy of
 * other banks' customers, and starts nothing for one that nobody has.
 */
export class SenderWalletAddresses {
  private readonly logger = new Logger(SenderWalletAddresses.name);
  private readonly known: LoadingCache<SenderLookup>;
  private readonly base: URL;

  constructor(private readonly options: SenderWalletAddressOptions) {
    this.known = new LoadingCache({ maxEntries: options.cacheSize, ttlMs: options.cacheMs });
    this.base = new URL(options.baseUrl.endsWith('/') ? options.baseUrl : `${options.baseUrl}/`);
  }

  async lookUp(url: string): Promise<SenderLookup> {
    if (!this.isOurs(url) && !this.isForeign(url)) return UNKNOWN;
    try {
      return (await this.known.get(url, () => this.load(url))) ?? UNKNOWN;
    } catch {
      return UNREACHABLE;
    }
  }

  /** Whether somebody else may be asked about it. */
  private isForeign(url: string): boolean {
    return !this.isOurs(url) && this.options.foreign?.mayAsk(url) === true;
  }

  /** Said here, once for all the terminals that wait for this answer. */
  private async load(url: string): Promise<SenderLookup | undefined> {
    try {
      if (this.isForeign(url)) return await this.options.foreign?.load(url);
      return await this.loadOurs(url);
    } catch (error) {
      this.logger.warn({ err: error, url }, 'a wallet address cannot be looked up');
      throw error;
    }
  }

  /** A URL spelled another way than its canonical one is nobody's wallet address. */
  isOurs(url: string): boolean {
    const parsed = URL.parse(url);
    return (
      parsed !== null &&
      parsed.href === url &&
      parsed.origin === this.base.origin &&
      parsed.pathname.startsWith(this.base.pathname) &&
      parsed.username === '' &&
      parsed.password === '' &&
      parsed.search === '' &&
      parsed.hash === ''
    );
  }

  /** @throws when the answer is neither a wallet address nor a clear no */
  private async loadOurs(url: string): Promise<SenderLookup | undefined> {
    const { ownCardServiceOver: http } = this.options;
    const body = await this.ask(url);
    if (body === undefined || !isWalletAddress(body, url)) return undefined;
    return http === undefined ? KNOWN : knownBy(namedCardService(body, http));
  }

  /** @returns nothing where nobody has it */
  private async ask(url: string): Promise<unknown> {
    const response = await fetch(url, {
      headers: { accept: 'application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(this.options.timeoutMs),
    });
    if (response.status === 404 || response.status === 410) {
      await response.body?.cancel();
      return undefined;
    }
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`the wallet address answered ${response.status}`);
    }
    return readBounded(response);
  }
}

/** @throws when it is no JSON, or too much of it */
async function readBounded(response: Response): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BODY_BYTES) throw new Error('the wallet address answered with too much');
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

/** Of a wallet address that is spoken for by somebody else's card service, or by none. */
export function knownBy(foreignCardService: string | undefined): SenderLookup {
  return foreignCardService === undefined
    ? { kind: 'no_card_service' }
    : { kind: 'known', foreignCardService };
}

/**
 * What answers 200 under another identity is some other page of the same server; and what has no
 * asset is some other thing under that identity, an incoming payment, say.
 */
export function isWalletAddress(body: unknown, url: string): boolean {
  if (typeof body !== 'object' || body === null) return false;
  const { id, assetCode, assetScale } = body as Record<string, unknown>;
  return id === url && typeof assetCode === 'string' && Number.isInteger(assetScale);
}
