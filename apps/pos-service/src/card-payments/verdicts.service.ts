import { Injectable, Logger } from '@nestjs/common';
import { Admission } from '../answers/admission.js';
import { WaitingTerminals } from '../answers/waiting-terminals.js';
import { PosMetrics } from '../metrics/pos-metrics.js';
import { isBanksOwnWord } from './banks-own-word.js';
import { isFinal, type Verdict } from './card-payment.js';
import { decide } from './card-payment.decide.js';
import { CardPaymentsRepository } from './card-payments.repository.js';

/** What others said of card payments: stored first, told to the terminals afterwards. */
@Injectable()
export class VerdictsService {
  private readonly logger = new Logger(VerdictsService.name);

  constructor(
    private readonly payments: CardPaymentsRepository,
    private readonly waiting: WaitingTerminals,
    private readonly metrics: PosMetrics,
    private readonly admission: Admission,
  ) {}

  async record(verdicts: Verdict[]): Promise<void> {
    const first = firstOfEach(verdicts);
    if (first.size === 0) return;
    const decided = await this.payments.storeFirst([...first.values()]);
    this.waiting.tell(decided);
    for (const payment of decided) {
      this.metrics.decided(payment);
      if (isBanksOwnWord(payment)) this.admission.decided(Date.now() - payment.createdAt.getTime());
      first.delete(payment.requestId);
    }
    if (first.size > 0) await this.explainUnused(first);
  }

  /** A verdict that changed nothing: seldom, so that loading the payments is no cost to speak of. */
  private async explainUnused(verdicts: Map<string, Verdict>): Promise<void> {
    const payments = await this.payments.find([...verdicts.keys()]);
    // Another instance may have stored it, and somebody may wait here all the same.
    this.waiting.tell(payments.filter(isFinal));
    const known = new Map(payments.map((payment) => [payment.requestId, payment]));
    for (const [requestId, verdict] of verdicts) {
      const payment = known.get(requestId);
      const kind = payment === undefined ? 'unknown' : decide(payment, verdict).kind;
      if (kind === 'repeated') continue;
      this.metrics.ignored(kind);
      this.logger.warn({ requestId, verdict, kind, stands: payment?.status }, 'verdict not used');
    }
  }
}

function firstOfEach(verdicts: Verdict[]): Map<string, Verdict> {
  const first = new Map<string, Verdict>();
  for (const verdict of verdicts) {
    const requestId = verdict.requestId.toLowerCase();
    if (!first.has(requestId)) first.set(requestId, { ...verdict, requestId });
  }
  return first;
}
