import { PrivateAddressError, type HttpClient } from '@tapmesh/service-kit';
import { maySpeakTo, namedCardService } from './named-card-service.js';
import { isWalletAddress, knownBy, type SenderLookup } from './sender-wallet-addresses.js';

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
      maySpeakTo(parsed, this.http)
    );
  }

  /** @throws when the answer is neither a wallet address nor a clear no */
  async load(url: string): Promise<SenderLookup | undefined> {
    const answer = await this.ask(url);
    if (answer === undefined || answer.status === 404 || answer.status === 410) return undefined;
    if (answer.status !== 200) throw new Error(`the wallet address answered ${answer.status}`);
    if (!isWalletAddress(answer.body, url)) return undefined;
    return knownBy(namedCardService(answer.body, this.http));
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
}
