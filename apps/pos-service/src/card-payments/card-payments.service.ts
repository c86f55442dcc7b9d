import { Injectable, Logger } from '@nestjs/common';
import { continueTrace } from '@tapmesh/messaging';
import { v7 as uuidv7 } from 'uuid';
import { answerOf, type TerminalAnswer } from '../answers/terminal-answer.js';
import { WaitingTerminals, type Place, type Word } from '../answers/waiting-terminals.js';
import {
  MerchantWalletAddresses,
  type MerchantWalletAddress,
} from '../merchants/merchant-wallet-addresses.js';
import { PosServiceConfig } from '../pos-service.config.js';
import {
  SenderWalletAddresses,
  type SenderLookup,
} from '../sender-wallet-addresses/sender-wallet-addresses.js';
import type { Terminal } from '../terminals/terminals.js';
import { isFinal, type CardPayment, type CardPaymentTerms } from './card-payment.js';
import { KnownPayments } from './known-payments.js';
import type { PaymentRequest } from './payment-request.js';
import { PaymentWriter } from './payment-writer.js';
import { decideReceiver } from './receiver-rules.js';
import { identify } from './request-identity.js';

export interface TakePayment {
  request: PaymentRequest;
  /** Nobody knows which terminal it is in Rafiki's mode. */
  terminal: Terminal | undefined;
  /** Given what to call when the terminal hangs up. */
  onHangUp: (leave: () => void) => void;
}

/** A terminal asks for a payment and is told its end. */
@Injectable()
export class CardPaymentsService {
  private readonly logger = new Logger(CardPaymentsService.name);

  constructor(
    private readonly merchants: MerchantWalletAddresses,
    private readonly senders: SenderWalletAddresses,
    private readonly writer: PaymentWriter,
    private readonly known: KnownPayments,
    private readonly waiting: WaitingTerminals,
    private readonly config: PosServiceConfig,
  ) {}

  /** Answers once the payment is decided, or once it is time to say that nobody knows. */
  async take(asking: TakePayment): Promise<TerminalAnswer> {
    const { request, terminal } = asking;
    const decision = decideReceiver({
      request,
      receiver: await this.merchants.byUrl(request.receiverWalletAddress),
      merchantId: terminal?.merchantId,
    });
    if ('refusal' in decision) return this.repeatOr(decision.refusal, asking);
    const { receiver } = decision;
    const terms = this.termsOf({ request, receiver, terminal });
    return this.waitAt({
      terms,
      onHangUp: asking.onHangUp,
      full: () => this.tooBusy(terms),
      work: (place) => this.takeAt(place, { terms, receiver, request }),
    });
  }

  /** A place is taken before anything is started, and left whatever happens. */
  private async waitAt({ terms, onHangUp, full, work }: Wait): Promise<TerminalAnswer> {
    const place = this.waiting.enter(terms.requestId, this.patience(terms.deadline));
    if (place === undefined) return full();
    onHangUp(() => place.end({ kind: 'hung_up' }));
    try {
      return await work(place);
    } finally {
      place.end({ kind: 'hung_up' });
    }
  }

  /**
   * A refusal is for new payments. One that was taken before keeps its answer, though its merchant
   * may have lost the wallet address since.
   */
  private async repeatOr(refusal: TerminalAnswer, asking: TakePayment): Promise<TerminalAnswer> {
    const { request, terminal, onHangUp } = asking;
    const { requestId, contentHash } = identify(request, terminal?.id);
    const stored = await this.known.find(requestId);
    const isRepeat =
      stored !== undefined &&
      stored.contentHash.equals(contentHash) &&
      stored.merchantId === (terminal?.merchantId ?? stored.merchantId);
    if (!isRepeat) return refusal;
    return this.waitAt({
      terms: stored,
      onHangUp,
      full: () => Promise.resolve(isFinal(stored) ? answerOf(stored) : { code: 'too_busy' }),
      work: (place) => this.answerWhenFinal(place, stored, { request, contentHash }),
    });
  }

  /** No place costs nobody the answer that is there already. */
  private async tooBusy({ requestId, contentHash }: CardPaymentTerms): Promise<TerminalAnswer> {
    const stored = await this.known.findWhileBusy(requestId);
    return stored !== undefined && isFinal(stored) && stored.contentHash.equals(contentHash)
      ? answerOf(stored)
      : { code: 'too_busy' };
  }

  private async takeAt(place: Place, asked: AskedPayment): Promise<TerminalAnswer> {
    const { terms, receiver, request } = asked;
    const sender = await this.senderOf(terms);
    if ('refusal' in sender) return sender.refusal;
    if (!place.isTaken) return { code: 'unavailable', message: NOTHING_STARTED };
    const { signature, payload } = request;
    const traceparent = continueTrace(terms.requestId);
    const { foreignCardService } = sender;
    const writing = this.writer.write({
      ...{ terms, receiver, signature, payload, traceparent, foreignCardService },
    });
    const stored = await this.firstOf(writing, place);
    if (stored === undefined) return { code: 'outcome_unknown', requestId: terms.requestId };
    const { contentHash } = terms;
    return this.answerWhenFinal(place, stored, { request, contentHash });
  }

  /** A known payment needs no sender's wallet address to be looked up: its answer is its own. */
  private async senderOf(terms: CardPaymentTerms): Promise<Sender> {
    const lookup = await this.senders.lookUp(terms.senderWalletAddress);
    if (lookup.kind === 'known') return lookup;
    if ((await this.known.find(terms.requestId)) !== undefined) return {};
    return { refusal: refusalOf(lookup.kind) };
  }

  /** Whatever comes first: the stored payment, its final word, or (nothing) the end of the wait. */
  private async firstOf(
    writing: Promise<CardPayment>,
    place: Place,
  ): Promise<CardPayment | undefined> {
    try {
      return await Promise.race([writing, place.word.then(paymentOf)]);
    } catch (error) {
      // Whether a commit whose connection broke has happened is not known here.
      this.logger.error({ err: error, requestId: place.requestId }, 'a payment cannot be stored');
      return undefined;
    }
  }

  private async answerWhenFinal(
    place: Place,
    stored: CardPayment,
    { request, contentHash }: Repeated,
  ): Promise<TerminalAnswer> {
    const { requestId } = stored;
    if (!stored.contentHash.equals(contentHash)) return { code: 'request_id_reused', requestId };
    if (isFinal(stored)) return answerOf(stored);
    const told = paymentOf(await this.wordOf(place, stored, request));
    return told === undefined ? { code: 'outcome_unknown', requestId } : answerOf(told);
  }

  /**
   * A payment is overdue when the word of its end, or the question for it, was lost (a dead letter,
   * say). The card service is then asked once more: it repeats what it answered, and what it never
   * heard of ends as declined, for a command after its deadline is refused.
   */
  private async wordOf(place: Place, stored: CardPayment, request: PaymentRequest): Promise<Word> {
    const now = new Date();
    if (now <= this.patience(stored.deadline)) {
      place.waitUntil(this.patience(stored.deadline));
      return place.word;
    }
    place.waitUntil(this.patience(now));
    // A card service of others is asked by its row, and closed by it: ours would refuse what it never
    // heard of, and the terminal be told so though it was paid. Whether they are asked today says nothing
    // of this payment.
    if (!this.senders.isOurs(stored.senderWalletAddress)) return place.word;
    const { signature, payload } = request;
    const { requestId } = stored;
    const traceparent = continueTrace(requestId);
    this.writer
      .askAgain({ terms: stored, signature, payload, traceparent })
      .catch((err: unknown) => this.logger.error({ err, requestId }, 'nobody can be asked again'));
    return place.word;
  }

  private termsOf({ request, receiver, terminal }: Asking): CardPaymentTerms {
    const createdAt = new Date();
    const { deadlineMs = Infinity, amount } = request;
    const allowedMs = Math.min(deadlineMs, this.config.paymentDeadlineMs);
    return {
      ...identify(request, terminal?.id),
      merchantId: receiver.merchantId,
      amount: {
        value: BigInt(amount.value),
        assetCode: amount.assetCode,
        assetScale: amount.assetScale,
      },
      senderWalletAddress: request.senderWalletAddress,
      receiverWalletAddress: request.receiverWalletAddress,
      incomingPaymentId: uuidv7(),
      timestamp: new Date(request.timestamp),
      deadline: new Date(createdAt.getTime() + allowedMs),
      createdAt,
    };
  }

  private patience(deadline: Date): Date {
    return new Date(deadline.getTime() + this.config.answerGraceMs);
  }
}

type Sender = { foreignCardService?: string } | { refusal: TerminalAnswer };

interface Wait {
  terms: Pick<CardPaymentTerms, 'requestId' | 'deadline'>;
  onHangUp: TakePayment['onHangUp'];
  /** What to answer where there is no place. */
  full: () => Promise<TerminalAnswer>;
  work: (place: Place) => Promise<TerminalAnswer>;
}

/** What a terminal says, against what is stored under its request id. */
interface Repeated {
  request: PaymentRequest;
  contentHash: Buffer;
}

interface Asking {
  request: PaymentRequest;
  receiver: MerchantWalletAddress;
  terminal: Terminal | undefined;
}

interface AskedPayment {
  terms: CardPaymentTerms;
  receiver: MerchantWalletAddress;
  request: PaymentRequest;
}

const NOTHING_STARTED = 'this request started nothing: ask again with the same requestId';

function refusalOf(kind: Exclude<SenderLookup['kind'], 'known'>): TerminalAnswer {
  const field = 'senderWalletAddress';
  switch (kind) {
    case 'unknown':
      return { code: 'unknown_wallet_address', field };
    case 'no_card_service':
      return {
        code: 'invalid_request',
        fields: [{ field, message: `no card service speaks for the ${field}` }],
      };
    case 'unreachable':
      return {
        code: 'unavailable',
        message: `the ${field} cannot be looked up now: ${NOTHING_STARTED}`,
      };
  }
}

function paymentOf(word: Word) {
  return word.kind === 'decided' ? word.payment : undefined;
}
