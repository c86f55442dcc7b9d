import { canonicalId } from '../identifier.js';
import type {
  NewAccount,
  PendingTransfer,
  StoredAccount,
  StoredTransfer,
  Transfer,
} from '../ledger/ledger.js';
import type { Source, Taken, Withdrawn } from './withdrawal.decide.js';
import { bookingOf } from './withdrawal.transfer.js';
import type { WithdrawablePayment } from './withdrawal.js';

interface Asked {
  id: string;
  withdrawalId: string;
}

interface Found {
  payments: readonly WithdrawablePayment[];
  accounts: ReadonlyMap<string, StoredAccount>;
  /** Those that have the ids that are asked for now. */
  transfers: ReadonlyMap<string, StoredTransfer>;
}

/** What a batch has locked, so that a second withdrawal from a payment sees what the first left. */
export class WithdrawalsInHand {
  readonly reserved: PendingTransfer[] = [];
  readonly posted: Transfer[] = [];
  readonly settlements: NewAccount[] = [];
  private readonly payments: Map<string, WithdrawablePayment>;
  private readonly available: Map<string, bigint>;
  private readonly taken: Map<string, Taken>;

  constructor({ payments, accounts, transfers }: Found) {
    this.payments = new Map(payments.map((payment) => [payment.id, payment]));
    this.available = new Map(
      [...accounts.values()].map(({ id, posted, reserved }) => [id, posted - reserved]),
    );
    this.taken = new Map(
      [...transfers.values()].map(({ id, kind, paymentId, state }) => [
        id,
        kind === 'WITHDRAWAL' ? { paymentId, voided: state === 'VOIDED' } : {},
      ]),
    );
  }

  source({ paymentId, withdrawalId }: { paymentId: string; withdrawalId: string }): Source {
    const id = canonicalId(paymentId);
    return {
      payment: this.payments.get(id),
      available: this.available.get(id) ?? 0n,
      taken: this.taken.get(canonicalId(withdrawalId)),
    };
  }

  apply({ id, withdrawalId }: Asked, changes: readonly Withdrawn[]): void {
    const payment = this.payments.get(canonicalId(id));
    if (payment === undefined) throw new Error(`payment ${id} is not in hand`);
    for (const change of changes) {
      const { transfer, settlement } = bookingOf(payment, {
        id: canonicalId(withdrawalId),
        amount: change.amount,
      });
      this.available.set(payment.id, (this.available.get(payment.id) ?? 0n) - change.amount);
      this.taken.set(transfer.id, { paymentId: payment.id });
      this.settlements.push(settlement);
      if (change.type === 'withdrawn') this.posted.push(transfer);
      else this.reserved.push({ ...transfer, timeoutSeconds: change.timeoutSeconds });
    }
  }
}
