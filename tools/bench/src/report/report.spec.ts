import type { BenchFigures } from '../bench.js';
import { toJson } from './json.js';
import { report } from './report.js';

const run = {
  scenario: 'approved',
  terminals: 16,
  approvedPerSecond: 123.4,
  answeredPerSecond: 123.4,
  p50Ms: 20,
  p95Ms: 30,
  p99Ms: 40,
  maxMs: 50,
  failures: 0,
  processorMsPerPayment: 2,
  statementsPerPayment: 7.5,
  commitsPerPayment: 2.5,
  kafkaRequestsPerPayment: 3.25,
  processorMsByProcess: { backend: 1.25, kafka: 0.75 },
  memoryMiBByProcess: { backend: 150.5, kafka: 400 },
  kafkaRequestsByApi: { Fetch: 2, Produce: 1.25 },
};

const figures: BenchFigures = {
  floor: {
    roundTrip: { p50Ms: 1, p95Ms: 2, p99Ms: 3, maxMs: 4 },
    commit: { p50Ms: 0.5, p95Ms: 1, p99Ms: 2, maxMs: 3 },
  },
  runs: [run],
  targets: [
    {
      name: 'a decline ÷ an approval',
      terminals: 16,
      value: 0.97,
      unit: '×',
      reach: { atMost: 1.1 },
    },
  ],
  wrongAnswers: [],
  audit: { payments: 1_234, disagreements: [] },
};

describe('the report', () => {
  it('puts each run beside the floor of the same machine', () => {
    const text = report(figures);
    expect(text).toMatch(
      /approved +16 +123\.4 +20\.0 ms +30\.0 ms +40\.0 ms +50\.0 ms +0 +20\.0× +2\.00 +7\.50 +2\.50 +3\.25/,
    );
    expect(text).toContain('the books agree');
  });

  it('says where processor time and memory went, with their sums', () => {
    const text = report(figures);
    expect(text).toMatch(/processor ms a payment +terminals +backend +kafka +total\n/);
    expect(text).toMatch(/approved +16 +1\.25 +0\.75 +2\.00\n/);
    expect(text).toMatch(/approved +16 +151 +400 +551\n/);
  });

  it('says what was to be reached, and whether it was', () => {
    expect(report(figures)).toMatch(/a decline ÷ an approval +16 +0\.97× +at most 1\.1× +reached/);
    const slow = figures.targets.map((target) => ({ ...target, value: 1.2 }));
    expect(report({ ...figures, targets: slow })).toMatch(/1\.20× +at most 1\.1× +missed/);
  });

  it('says what was wrong', () => {
    const text = report({
      ...figures,
      wrongAnswers: ['id-1: 500'],
      audit: { payments: 1_234, disagreements: ['balances: 5, expected 0'] },
    });
    expect(text).toMatch(/WRONG:\n +id-1: 500\n +balances: 5, expected 0/);
  });

  it('says of what nobody knows that nobody knows it', () => {
    const text = report({ ...figures, runs: [{ ...run, statementsPerPayment: Number.NaN }] });
    expect(text).toMatch(/2\.00 +\? +2\.50/);
  });
});

describe('the JSON', () => {
  it('has the fields that others build on', () => {
    expect(JSON.parse(JSON.stringify(toJson(figures)))).toMatchObject({
      runs: [
        {
          scenario: 'approved',
          terminals: 16,
          approvedPerSecond: 123.4,
          p50Ms: 20,
          p95Ms: 30,
          p99Ms: 40,
          maxMs: 50,
          failures: 0,
          processorMsPerPayment: 2,
          statementsPerPayment: 7.5,
          commitsPerPayment: 2.5,
          kafkaRequestsPerPayment: 3.25,
        },
      ],
      floor: { hopMs: 1, commitMs: 0.5 },
      audit: { disagreements: 0 },
    });
  });

  it('counts disagreements and says them', () => {
    const { audit } = toJson({
      ...figures,
      audit: { payments: 7, disagreements: ['one', 'two'] },
    });
    expect(audit).toEqual({ disagreements: 2, payments: 7, messages: ['one', 'two'] });
  });

  it('has null for what nobody knows', () => {
    const text = JSON.stringify(
      toJson({ ...figures, runs: [{ ...run, kafkaRequestsPerPayment: Number.NaN }] }),
    );
    expect(text).toContain('"kafkaRequestsPerPayment":null');
  });
});
