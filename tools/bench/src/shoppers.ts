import type { MeshDescription } from '@tapmesh/mesh';
import { v7 as uuidv7 } from 'uuid';

export interface Tap {
  requestId: string;
  amount: bigint;
  body: string;
}

/** Makes taps, each with a request id of its own, spread over many customers and shops. */
export class Shoppers {
  private readonly senders: string[];
  private readonly receivers: string[];
  private made = 0;

  constructor({ accounts }: Pick<MeshDescription, 'accounts'>) {
    const dollars = accounts.filter(({ asset }) => asset === 'USD');
    const of = (behaviour: string): string[] =>
      dollars
        .filter((account) => account.behaviour === behaviour)
        .map(({ walletAddress }) => walletAddress);
    this.senders = of('approve');
    // All of the merchant whose terminal key the mesh hands out.
    this.receivers = of('merchant').filter((address) => /\/accounts\/shop-\d+$/.test(address));
    if (this.senders.length === 0 || this.receivers.length === 0) {
      throw new Error('the mesh has no customers or no shops to tap with');
    }
  }

  next(): Tap {
    const turn = this.made++;
    const requestId = uuidv7();
    // Different amounts, so that a mix-up shows in the sums.
    const amount = BigInt(100 + (turn % 900));
    const body = JSON.stringify({
      requestId,
      signature: 'bench-signature',
      payload: `bench ${requestId}`,
      amount: { value: amount.toString(), assetCode: 'USD', assetScale: 2 },
      senderWalletAddress: this.senders[turn % this.senders.length],
      receiverWalletAddress: this.receivers[turn % this.receivers.length],
      timestamp: Date.now(),
    });
    return { requestId, amount, body };
  }
}
