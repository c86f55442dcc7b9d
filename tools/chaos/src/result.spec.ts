import { report } from './report.js';
import { passed, type ChaosResult } from './result.js';

const good: ChaosResult = {
  seed: 7,
  seconds: 120,
  payments: 900,
  answers: { approved: 800, 'declined: decision_timeout': 100 },
  unanswered: 0,
  longestWaitMs: 12_345,
  askedAgain: 60,
  webhooks: { accepted: 3_000, repeats: 40 },
  faults: { kill: 4, pause: 2 },
  disagreements: [],
  quiet: true,
  crashes: [],
  unhandled: [],
  troubles: [],
};

const bad: Partial<ChaosResult>[] = [
  { payments: 0 },
  { answers: { 'declined: decision_timeout': 900 } },
  { unanswered: 1 },
  { disagreements: [{ about: 'r', kind: 'answer-and-money', message: 'of a wrong answer' }] },
  { quiet: false },
  { crashes: ['backend: exit code 1'] },
  { unhandled: ['backend.log: nobody caught'] },
  { troubles: ['kill backend 1: cannot start'] },
];

describe('the result of a run', () => {
  it('is good when nothing is wrong', () => {
    expect(passed(good)).toBe(true);
    expect(report(good)).toContain('longest wait   12.3 s');
  });

  it.each(bad)('is bad with %j', (flaw) => {
    const result = { ...good, ...flaw };
    expect(passed(result)).toBe(false);
    expect(report(result)).toContain('FAILED');
  });

  it('names every disagreement', () => {
    expect(report({ ...good, ...bad[3] })).toContain('r answer-and-money: of a wrong answer');
  });
});
