import { PrivateAddressError, type HttpClient } from '@tapmesh/service-kit';
import { isWalletAddress, type SenderLookup } from './sender-wallet-addresses.js';

const MAX_URL_LENGTH = 2048;

/** Wallet addresses of others, wherever a terminal says they are: looked up as Open Payments says. */
export class ForeignWalletAddresses {
  constructor(
    private readonly http: HttpClient,
    private readonly timeoutMs: number,
  ) {}

  /** Over TLS, unless the host is allowed by name; spelled as it would spell itself. */
  mayAsk(url: string): boolean {
    const parsed = URL.parse(url);
    return (
      parsed !== null &&
      parsed.href === url &&
      parsed.username === '' &&
      parsed.password === '' &&
      parsed.search === '' &&
      parsed.hash === '' &&
      this.isSafe(parsed)
    );
  }

  /** @throws when the answer is neither a wallet address nor a clear no */
  async load(url: string): Promise<SenderLookup | undefined> {
    const answer = await this.ask(url);
    if (answer === undefined || answer.status === 404 || answer.status === 410) return undefined;
    if (answer.status !== 200) throw new Error(`the wallet address answered ${answer.status}`);
    if (!isWalletAddress(answer.body, url)) return undefined;
    const foreignCardService = this.cardServiceIn(answer.body);
    return foreignCardService === undefined
      ? { kind: 'no_card_service' }
      : { kind: 'known', foreignCardService };
  }

  private async ask(url: string) {
    try {
      return await this.http.send({ method: 'GET', url, timeoutMs: this.timeoutMs });
    } catch (error) {
      // Where we may not look nobody has a wallet address, as far as a terminal is concerned.
      if (error instanceof PrivateAddressError) return undefined;
      throw error;
    }
  }

  private cardServiceIn(body: unknown): string | undefined {
    const { cardService } = body as Record<string, unknown>;
    if (typeof cardService !== 'string' || cardService.length > MAX_URL_LENGTH) return undefined;
    const parsed = URL.parse(cardService);
    if (parsed === null || !this.isSafe(parsed)) return undefined;
    // So that `new URL('payment', …)` keeps the whole path.
    if (!parsed.pathname.endsWith('/')) parsed.pathname += '/';
    return parsed.href;
  }

  private isSafe(url: URL): boolean {
    return (
      url.protocol === 'https:' || (url.protocol === 'http:' && this.http.isAllowedByName(url))
    );
  }
}
