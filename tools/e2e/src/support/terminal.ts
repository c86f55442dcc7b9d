import {
  takePayment,
  waitFor,
  type Mesh,
  type PaymentAnswer,
  type PaymentRequest,
} from '@tapmesh/mesh';
import { v7 as uuidv7 } from 'uuid';

export interface Tap {
  /** The customer's account at Alpha Bank. */
  from: string;
  /** The merchant's account at Shop Bank. */
  to?: string;
  value?: string;
  requestId?: string;
}

const FINAL_WITHIN_MS = 60_000;

/** A terminal of the corner shop. */
export class Terminal {
  constructor(private readonly mesh: Mesh) {}

  request({ from, to = 'corner-shop', value = '1000', requestId = uuidv7() }: Tap): PaymentRequest {
    const base = this.mesh.url('backend');
    return {
      requestId,
      signature: 'c2lnbmF0dXJl',
      payload: 'cGF5bG9hZA==',
      amount: { value, assetCode: 'USD', assetScale: 2 },
      senderWalletAddress: `${base}/accounts/${from}`,
      receiverWalletAddress: `${base}/accounts/${to}`,
      timestamp: Date.now(),
    };
  }

  tap(tap: Tap): Promise<PaymentAnswer> {
    return this.pay(this.request(tap));
  }

  /** Asks an instance of the POS service, counted from 1. */
  pay(request: PaymentRequest, instance = 1): Promise<PaymentAnswer> {
    const name = instance === 1 ? 'pos-service' : `pos-service-${instance}`;
    return takePayment(this.mesh, request, name);
  }

  /** Asks again with the same request id for as long as nobody can know or nobody is there. */
  async payUntilFinal(request: PaymentRequest, instance = 1): Promise<PaymentAnswer> {
    const answer = await waitFor(
      async () => {
        const heard = await this.pay(request, instance).catch(() => undefined);
        return heard !== undefined && heard.status < 500 ? heard : undefined;
      },
      { timeoutMs: FINAL_WITHIN_MS },
    );
    if (answer === undefined) throw new Error(`${request.requestId} got no final answer`);
    return answer;
  }
}

/** A mesh that has just started asks for its first exchange rates while it takes its first payments. */
export async function ratesAreKnown(terminal: Terminal): Promise<void> {
  const known = await waitFor(
    async () => {
      const { body } = await terminal.tap({ from: 'erin', value: '1' });
      return !JSON.stringify(body).includes('rate_unavailable') || undefined;
    },
    { timeoutMs: 30_000 },
  );
  if (known === undefined) throw new Error('the backend knows no exchange rates');
}

export function approved(requestId: string): object {
  return { status: 200, body: { requestId, result: { code: 'approved' } } };
}

export function declined(requestId: string, reason: string): object {
  return { status: 200, body: { requestId, result: { code: 'declined', reason } } };
}
