import { Injectable } from '@nestjs/common';
import { CancelReason, RefusalCode } from '@tapmesh/events';
import { Metrics } from '@tapmesh/service-kit';
import { Admission } from '../answers/admission.js';
import { WaitingTerminals } from '../answers/waiting-terminals.js';
import { answerOf, type AnswerCode } from '../answers/terminal-answer.js';
import type { FinalCardPayment } from '../card-payments/card-payment.js';

/** The numbers of the POS service, named in one place. */
@Injectable()
export class PosMetrics {
  private readonly decisions;
  private readonly decisionSeconds;
  private readonly ignoredVerdicts;
  private readonly answerSeconds;

  constructor(metrics: Metrics, waiting: WaitingTerminals, admission: Admission) {
    this.decisions = metrics.counter({
      name: 'tapmesh_pos_payments_decided_total',
      help: 'Card payments whose final state this instance stored',
      labels: ['outcome', 'reason'],
    });
    this.decisionSeconds = metrics.histogram({
      name: 'tapmesh_pos_decision_seconds',
      help: "From a card payment's request to its final state, as stored",
      labels: ['outcome'],
    });
    this.ignoredVerdicts = metrics.counter({
      name: 'tapmesh_pos_verdicts_ignored_total',
      help: 'Verdicts that changed nothing and were no mere redelivery',
      labels: ['kind'],
    });
    this.answerSeconds = metrics.histogram({
      name: 'tapmesh_pos_terminal_answer_seconds',
      help: "From a terminal's request to its answer",
      labels: ['code'],
    });
    metrics.gauge(
      { name: 'tapmesh_pos_terminals_waiting', help: 'Terminals that wait here now' },
      () => waiting.count,
    );
    metrics.gauge(
      {
        name: 'tapmesh_pos_terminals_admitted_limit',
        help: 'Terminals that may wait here at once, as the last that asked found it',
      },
      () => admission.allowed,
    );
  }

  decided(payment: FinalCardPayment): void {
    const answer = answerOf(payment);
    const outcome = answer.code;
    const reason = answer.code === 'declined' ? reasonLabel(answer.reason) : 'none';
    this.decisions.inc({ outcome, reason });
    const tookMs = payment.decidedAt.getTime() - payment.createdAt.getTime();
    this.decisionSeconds.observe({ outcome }, Math.max(0, tookMs) / 1_000);
  }

  ignored(kind: string): void {
    this.ignoredVerdicts.inc({ kind });
  }

  answered(code: AnswerCode, seconds: number): void {
    this.answerSeconds.observe({ code }, seconds);
  }
}

const KNOWN_REASONS = new Set<string>([
  ...Object.values(CancelReason),
  ...Object.values(RefusalCode),
]);

/** A newer card service may give reasons of its own: label values stay a bounded set. */
function reasonLabel(reason: string): string {
  return KNOWN_REASONS.has(reason) ? reason : 'other';
}
