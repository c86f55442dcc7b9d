import type { BenchFigures, RunFigures } from './run.js';

/** For people: the floor, a line for each run, and where the processor time went. */
export function report({ floor, runs, problems }: BenchFigures): string {
  const { roundTrip, commit } = floor;
  const rows = runs.map((run) => [
    String(run.terminals),
    run.approvedPerSecond.toFixed(1),
    milliseconds(run.p50),
    milliseconds(run.p95),
    milliseconds(run.p99),
    String(run.failures),
    `${(run.p50 / roundTrip.p50).toFixed(1)}×`,
    `${(run.p50 / commit.p50).toFixed(1)}×`,
    run.writingTransactionsPerPayment.toFixed(2),
    run.statementsPerPayment?.toFixed(2) ?? '?',
  ]);
  const header = ['terminals', 'approved/s', 'p50', 'p95', 'p99', 'failures'];
  const ratios = ['p50 ÷ round trip', 'p50 ÷ commit', 'commits/payment', 'statements/payment'];
  return [
    '',
    `Floor: one Kafka round trip ${milliseconds(roundTrip.p50)} (p95 ${milliseconds(roundTrip.p95)}), ` +
      `one commit ${milliseconds(commit.p50)} (p95 ${milliseconds(commit.p95)})`,
    '',
    ...table([[...header, ...ratios], ...rows]),
    '',
    ...processorTable(runs),
    problems.length === 0
      ? 'Every answer was approved, and the books agree with the answers.'
      : ['WRONG:', ...problems.map((problem) => `  ${problem}`)].join('\n'),
    '',
  ].join('\n');
}

function processorTable(runs: readonly RunFigures[]): string[] {
  const names = Object.keys(runs[0]?.processorMsPerPayment ?? {});
  if (names.length === 0) return [];
  const header = ['processor ms/payment', ...runs.map(({ terminals }) => `at ${terminals}`)];
  const row = (title: string, of: (run: RunFigures) => number): string[] => [
    title,
    ...runs.map((run) => of(run).toFixed(2)),
  ];
  const total = ({ processorMsPerPayment }: RunFigures): number =>
    Object.values(processorMsPerPayment).reduce((sum, each) => sum + each, 0);
  return [
    ...table([
      header,
      ...names.map((name) => row(name, (run) => run.processorMsPerPayment[name] ?? 0)),
      row('total', total),
    ]),
    '',
  ];
}

function table(rows: readonly string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('   '),
  );
}

function milliseconds(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 1)} ms`;
}
