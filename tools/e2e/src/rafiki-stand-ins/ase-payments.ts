import { randomUUID } from 'node:crypto';
import type { Account, AseAccounts } from './ase-accounts.js';
import type { AseRequests } from './ase-seeding.js';
import { amountIn, type AseWebhook } from './ase-webhook.js';

/** What the bank does about its customers' payments. */
export class AsePayments {
  readonly withdrawn = new Set<string>();

  constructor(
    private readonly accounts: AseAccounts,
    private readonly requests: AseRequests,
  ) {}

  async decide(webhook: AseWebhook): Promise<void> {
    const account = this.accountOf(webhook);
    const { id } = webhook.data;
    const { decision } = account;
    if (decision.kind === 'silent') return;
    if (decision.kind === 'cancel') {
      const { reason, cardPaymentFailureReason } = decision;
      await this.requests.ask('CancelOutgoingPayment', {
        input: { id, reason, ...(cardPaymentFailureReason && { cardPaymentFailureReason }) },
      });
      return;
    }
    if (!this.accounts.hold(account, amountIn(webhook, 'debitAmount'))) {
      const reason = 'Account does not have enough balance.';
      await this.requests.ask('CancelOutgoingPayment', { input: { id, reason } });
      return;
    }
    await this.requests.ask('DepositOutgoingPaymentLiquidity', {
      input: {
        outgoingPaymentId: id,
        idempotencyKey: randomUUID(),
        dataToTransmit: 'sample kyc data',
      },
    });
  }

  async credit(webhook: AseWebhook): Promise<void> {
    this.accountOf(webhook).balance += amountIn(webhook, 'receivedAmount');
    await this.requests.ask('CreateIncomingPaymentWithdrawal', {
      input: {
        incomingPaymentId: webhook.data.id,
        idempotencyKey: randomUUID(),
        timeoutSeconds: 0,
      },
    });
    this.withdrawn.add(webhook.data.id);
  }

  settle(webhook: AseWebhook): void {
    const held = amountIn(webhook, 'debitAmount');
    const sent = amountIn(webhook, 'sentAmount');
    this.accounts.settle(this.accountOf(webhook), { held, sent });
  }

  private accountOf({ data }: AseWebhook): Account {
    return this.accounts.byWalletAddress(String(data.walletAddressId));
  }
}
