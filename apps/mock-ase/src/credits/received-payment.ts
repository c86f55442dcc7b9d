import type { Amount } from '@tapmesh/events';

/** An incoming payment that has ended, and what it brought, over whichever door it was told. */
export interface ReceivedPayment {
  id: string;
  walletAddressId: string;
  receivedAmount: Amount;
  /** Of the message that told it; none where it was no message. */
  key?: string;
}
