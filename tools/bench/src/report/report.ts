import type { BenchFigures } from '../bench.js';
import type { RunFigures } from '../figures/run-figures.js';
import { isReached, type Target } from '../figures/target.js';
import { byProcess } from './by-process.js';
import { figure, milliseconds, table } from './table.js';

const HEADER = [
  ...['scenario', 'terminals', 'answered/s', 'p50', 'p95', 'p99', 'max', 'failures'],
  ...['p50 ÷ round trip', 'processor ms', 'statements', 'commits', 'Kafka requests'],
];

/** For people: the floor, a line for each run, and where processor time and memory went. */
export function report(figures: BenchFigures): string {
  const { floor, runs, targets } = figures;
  const { roundTrip, commit } = floor;
  return [
    '',
    `Floor: one Kafka round trip ${milliseconds(roundTrip.p50Ms)} (p95 ${milliseconds(roundTrip.p95Ms)}), ` +
      `one commit ${milliseconds(commit.p50Ms)} (p95 ${milliseconds(commit.p95Ms)})`,
    '',
    ...runLines(runs, roundTrip.p50Ms),
    ...byProcess('processor ms a payment', runs, (run) => run.processorMsByProcess),
    ...byProcess('most memory, MiB', runs, (run) => run.memoryMiBByProcess),
    ...targetLines(targets),
    verdict(figures),
    '',
  ].join('\n');
}

function runLines(runs: readonly RunFigures[], roundTripMs: number): string[] {
  if (runs.length === 0) return [];
  return [
    'Processor time, statements, writing commits and Kafka requests are a payment’s.',
    ...table([HEADER, ...runs.map((run) => row(run, roundTripMs))]),
    '',
  ];
}

function row(run: RunFigures, roundTripMs: number): string[] {
  return [
    run.scenario,
    String(run.terminals),
    run.answeredPerSecond.toFixed(1),
    milliseconds(run.p50Ms),
    milliseconds(run.p95Ms),
    milliseconds(run.p99Ms),
    milliseconds(run.maxMs),
    String(run.failures),
    `${figure(run.p50Ms / roundTripMs, 1)}×`,
    figure(run.processorMsPerPayment),
    figure(run.statementsPerPayment),
    figure(run.commitsPerPayment),
    figure(run.kafkaRequestsPerPayment),
  ];
}

function targetLines(targets: readonly Target[]): string[] {
  if (targets.length === 0) return [];
  const rows = targets.map((target) => [
    target.name,
    String(target.terminals ?? ''),
    `${figure(target.value)}${target.unit}`,
    told(target),
    isReached(target) ? 'reached' : 'missed',
  ]);
  return [...table([['', 'terminals', 'measured', 'to reach', ''], ...rows]), ''];
}

function told({ reach, unit }: Target): string {
  return 'atMost' in reach ? `at most ${reach.atMost}${unit}` : `at least ${reach.atLeast}${unit}`;
}

function verdict({ wrongAnswers, audit }: BenchFigures): string {
  const wrong = [...wrongAnswers, ...audit.disagreements];
  if (wrong.length === 0)
    return `Every answer was as expected, and the books agree (${audit.payments} card payments).`;
  return ['WRONG:', ...wrong.map((problem) => `  ${problem}`)].join('\n');
}
