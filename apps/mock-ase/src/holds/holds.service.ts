import { Injectable, Logger } from '@nestjs/common';
import { RefusalCode } from '@tapmesh/events';
import { Transactions } from '@tapmesh/messaging';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7, validate as isUuid } from 'uuid';
import { available } from '../accounts/account.entity.js';
import { AccountsRepository, type LockedAccount } from '../accounts/accounts.repository.js';
import { accountClosed, decideFunding, wantsHold, type Decision } from '../decisions/decision.js';
import { Spokesman, type Speech } from '../decisions/spokesman.js';
import { HoldBook, type PaymentRef } from './hold-book.js';
import { ReleaseReason, type HoldCommand } from './hold.js';
import { HoldsRepository } from './holds.repository.js';
import type { FundingQuestion, RefusedWord, ToldPayment } from './told-payment.js';

/** What the bank does when it hears of its customers' payments: a transaction for each batch. */
@Injectable()
export class HoldsService {
  private readonly logger = new Logger(HoldsService.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly accounts: AccountsRepository,
    private readonly holds: HoldsRepository,
    private readonly spokesman: Spokesman,
  ) {}

  /** Decides each payment in turn, holds what it funds, and says so. */
  async decide(messages: FundingQuestion[]): Promise<void> {
    const said = await this.transactions.run(async (tx) => {
      const book = await this.open(tx.manager, messages.map(paymentOf));
      const speech = this.spokesman.prepare();
      for (const message of messages) decideOne(book, speech, message);
      book.save(tx);
      await speech.save(tx);
      return speech;
    });
    said.committed();
  }

  /** The payments were sent: the money leaves the accounts. */
  async settle(messages: ToldPayment[]): Promise<void> {
    await this.end(messages, ({ data }) => ({
      type: 'settle',
      amount: BigInt(data.debitAmount.value),
    }));
  }

  /** The payments ended without the bank's word, or after it came too late. */
  async expire(messages: ToldPayment[]): Promise<void> {
    await this.end(messages, ({ data }) => ({
      type: 'release',
      amount: BigInt(data.debitAmount.value),
      reason: ReleaseReason.Expired,
    }));
  }

  /** What a failed payment sent before it failed is gone; the rest was never spent. */
  async fail(messages: ToldPayment[]): Promise<void> {
    await this.end(messages, ({ data }) => {
      const sent = BigInt(data.sentAmount.value);
      if (sent > 0n) return { type: 'settle', amount: sent };
      return {
        type: 'release',
        amount: BigInt(data.debitAmount.value),
        reason: ReleaseReason.Failed,
      };
    });
  }

  /**
   * The backend booked nothing for these commands. Only the refusal of the fund that made the hold
   * frees it: a second word of the same bank is refused too, and its hold must stay.
   */
  async releaseRefused(refusals: RefusedWord[]): Promise<void> {
    const refused = new Map(
      refusals
        .filter(({ data }) => data.code !== RefusalCode.AlreadyFunded)
        .map(({ subject, data }) => [(data.paymentId ?? subject).toLowerCase(), data] as const)
        // A refusal names its payment as the command did, and that may have been no id at all.
        .filter(([paymentId]) => isUuid(paymentId)),
    );
    if (refused.size === 0) return;
    await this.transactions.run(async (tx) => {
      const known = await this.holds.byPaymentIds(tx.manager, [...refused.keys()]);
      const payments = [...known.values()];
      const book = await this.open(tx.manager, payments);
      for (const { paymentId, accountId, amount, commandId } of payments) {
        if (commandId !== refused.get(paymentId)?.commandId.toLowerCase()) continue;
        const reason = ReleaseReason.FundRefused;
        book.apply({ paymentId, accountId }, { type: 'release', amount, reason });
      }
      book.save(tx);
    });
  }

  private async end(
    messages: ToldPayment[],
    commandFor: (message: ToldPayment) => HoldCommand,
  ): Promise<void> {
    await this.transactions.run(async (tx) => {
      const book = await this.open(tx.manager, messages.map(paymentOf));
      for (const message of messages) {
        const payment = paymentOf(message);
        const before = book.hold(payment.paymentId);
        const outcome = book.apply(payment, commandFor(message));
        if ('event' in outcome && before.status !== 'HELD') {
          this.logger.warn(
            `${message.type} of payment ${payment.paymentId} came while its hold was ${before.status}`,
          );
        }
      }
      book.save(tx);
    });
  }

  private open(manager: EntityManager, payments: PaymentRef[]): Promise<HoldBook> {
    return HoldBook.open(manager, { accounts: this.accounts, holds: this.holds }, payments);
  }
}

/** A payment that the bank has seen before, or seen the end of, is decided already. */
function decideOne(book: HoldBook, speech: Speech, message: FundingQuestion): void {
  const payment = paymentOf(message);
  if (book.hold(payment.paymentId).status !== 'NONE') return;
  const amount = BigInt(message.data.debitAmount.value);
  const account = book.account(payment.accountId);
  const decision = account ? decisionFor(account, message) : accountClosed();
  const commandId = uuidv7();
  const command: HoldCommand =
    account && wantsHold(decision)
      ? { type: 'place', amount, available: available(account) }
      : { type: 'pass', amount };
  book.apply(payment, command, commandId);
  speech.add(message, decision, commandId);
}

function decisionFor(account: LockedAccount, { data: { debitAmount } }: FundingQuestion): Decision {
  const { assetCode, assetScale, script } = account;
  return decideFunding({
    amount: BigInt(debitAmount.value),
    available: available(account),
    sameAsset: debitAmount.assetCode === assetCode && debitAmount.assetScale === assetScale,
    script,
  });
}

/** As the database writes ids: the same id in capitals is the same payment. */
function paymentOf({ data }: ToldPayment): PaymentRef {
  return { paymentId: data.id.toLowerCase(), accountId: data.walletAddressId.toLowerCase() };
}
