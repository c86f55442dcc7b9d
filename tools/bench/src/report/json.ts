import type { BenchFigures } from '../bench.js';
import { isReached } from '../figures/target.js';

/** What `--json` writes; a figure that this machine does not tell is null. */
export interface BenchJson {
  runs: Record<string, unknown>[];
  targets: Record<string, unknown>[];
  /** Medians. */
  floor: { hopMs: number; hopP95Ms: number; commitMs: number; commitP95Ms: number };
  audit: { disagreements: number; payments: number; messages: string[] };
  wrongAnswers: string[];
}

/** The fields that others build on come first; more may stand beside them. */
export function toJson(figures: BenchFigures): BenchJson {
  const { floor, runs, targets, wrongAnswers, audit } = figures;
  const { payments, disagreements } = audit;
  return {
    runs: runs.map((run) => ({
      scenario: run.scenario,
      terminals: run.terminals,
      approvedPerSecond: run.approvedPerSecond,
      p50Ms: run.p50Ms,
      p95Ms: run.p95Ms,
      p99Ms: run.p99Ms,
      maxMs: run.maxMs,
      failures: run.failures,
      processorMsPerPayment: run.processorMsPerPayment,
      statementsPerPayment: run.statementsPerPayment,
      commitsPerPayment: run.commitsPerPayment,
      kafkaRequestsPerPayment: run.kafkaRequestsPerPayment,
      answeredPerSecond: run.answeredPerSecond,
      processorMsByProcess: run.processorMsByProcess,
      memoryMiBByProcess: run.memoryMiBByProcess,
      kafkaRequestsByApi: run.kafkaRequestsByApi,
    })),
    targets: targets.map((target) => ({ ...target, reached: isReached(target) })),
    floor: {
      hopMs: floor.roundTrip.p50Ms,
      hopP95Ms: floor.roundTrip.p95Ms,
      commitMs: floor.commit.p50Ms,
      commitP95Ms: floor.commit.p95Ms,
    },
    audit: { disagreements: disagreements.length, payments, messages: disagreements },
    wrongAnswers,
  };
}
