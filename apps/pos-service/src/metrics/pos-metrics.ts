import { Injectable } from '@nestjs/common';
import { Metrics } from '@tapmesh/service-kit';
import { WaitingTerminals } from '../answers/waiting-terminals.js';
import { answerOf, type AnswerCode } from '../answers/terminal-answer.js';
import type { FinalCardPayment } from '../card-payments/card-payment.js';

/** The numbers of the POS service, named in one place. */
@Injectable()
export class PosMetrics {
  private readonly decisions;
  private readonly ignoredVerdicts;
  private readonly answerSeconds;

  constructor(metrics: Metrics, waiting: WaitingTerminals) {
    this.decisions = metrics.counter({
      name: 'pos_card_payments_decided_total',
      help: 'Card payments whose final state this instance stored',
      labels: ['outcome'],
    });
    this.ignoredVerdicts = metrics.counter({
      name: 'pos_verdicts_ignored_total',
      help: 'Verdicts that changed nothing and were no mere redelivery',
      labels: ['kind'],
    });
    this.answerSeconds = metrics.histogram({
      name: 'pos_terminal_answer_seconds',
      help: "From a terminal's request to its answer",
      labels: ['code'],
    });
    metrics.gauge(
      { name: 'pos_terminals_waiting', help: 'Terminals that wait here now' },
      () => waiting.count,
    );
  }

  decided(payment: FinalCardPayment): void {
    this.decisions.inc({ outcome: answerOf(payment).code });
  }

  ignored(kind: string): void {
    this.ignoredVerdicts.inc({ kind });
  }

  answered(code: AnswerCode, seconds: number): void {
    this.answerSeconds.observe({ code }, seconds);
  }
}
