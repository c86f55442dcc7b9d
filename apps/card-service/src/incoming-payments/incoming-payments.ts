import { HttpClient } from '@tapmesh/service-kit';
import { validate as isUuid } from 'uuid';

export type IncomingPaymentLookup =
  | { kind: 'known'; payment: KnownIncomingPayment }
  /** The backend has no such payment, or the URL is another server's. */
  | { kind: 'unknown' }
  /** Nobody can say now whether it exists. */
  | { kind: 'unreachable'; error: unknown };

export interface KnownIncomingPayment {
  id: string;
  /** The receiver's. */
  walletAddress: string;
  expiresAt: Date;
}

export interface IncomingPaymentsOptions {
  /** The backend's public URL: only what lies under it is asked for. */
  baseUrl: string;
  timeoutMs: number;
}

/**
 * Incoming payments as the backend shows them at their URLs. A caller names a URL; it is asked for
 * only where it is our own backend's, so that nobody makes us call whom they like.
 */
export class IncomingPayments {
  private readonly http = new HttpClient({ addresses: 'any' });
  private readonly prefix: string;

  constructor(private readonly options: IncomingPaymentsOptions) {
    this.prefix = `${options.baseUrl.replace(/\/$/, '')}/incoming-payments/`;
  }

  async lookUp(url: string): Promise<IncomingPaymentLookup> {
    const id = url.startsWith(this.prefix) ? url.slice(this.prefix.length) : '';
    if (!isUuid(id)) return { kind: 'unknown' };
    try {
      return await this.load(id.toLowerCase());
    } catch (error) {
      return { kind: 'unreachable', error };
    }
  }

  private async load(id: string): Promise<IncomingPaymentLookup> {
    const { timeoutMs } = this.options;
    const url = `${this.prefix}${id}`;
    const { status, body } = await this.http.send({ method: 'GET', url, timeoutMs });
    if (status === 404 || status === 410) return { kind: 'unknown' };
    const said = status === 200 && typeof body === 'object' && body !== null ? body : {};
    const { walletAddress, expiresAt } = said as Record<string, unknown>;
    if (typeof walletAddress !== 'string' || typeof expiresAt !== 'string') {
      throw new Error(`the backend answered ${status}, which is no incoming payment`);
    }
    return { kind: 'known', payment: { id, walletAddress, expiresAt: new Date(expiresAt) } };
  }
}
