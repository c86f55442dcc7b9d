import type { Amount, CommandOutcome, PayloadOf } from '@tapmesh/events';

/** What somebody said of an outgoing payment, over whichever door. */
export interface ToldPayment {
  /** What was said, for the log. */
  type: string;
  data: { id: string; walletAddressId: string; debitAmount: Amount; sentAmount: Amount };
}

/** A payment that wants its decision. */
export interface FundingQuestion extends ToldPayment {
  /** Of the message that asked; the answer goes under the same one. */
  key: string;
  /** By when, where that was said. */
  deadline?: string;
}

/** A word of the bank that the backend did not take. */
export interface RefusedWord {
  /** The payment's id, as the command gave it. */
  subject: string;
  data: Pick<PayloadOf<CommandOutcome.Refused>, 'commandId' | 'code' | 'paymentId'>;
}
