import { flawsOf, type RecoveryFacts } from './verdict.js';

const good: RecoveryFacts = {
  payments: 900,
  answers: { approved: 890, 'declined: decision_timeout': 10 },
  unanswered: 0,
  crashes: [],
  report: { disagreements: [], quiet: true },
};

const disagreement = { about: 'r', kind: 'money', message: 'missing' };

describe('the verdict on a measured recovery', () => {
  it('has nothing to say where all went well', () => {
    expect(flawsOf(good)).toEqual([]);
  });

  it.each<[string, Partial<RecoveryFacts>]>([
    ['nobody paid', { payments: 0, answers: {} }],
    ['no payment was approved', { answers: { 'declined: decision_timeout': 900 } }],
    ['2 payments are without an answer', { unanswered: 2 }],
    ['ended by itself: backend: exit code 1', { crashes: ['backend: exit code 1'] }],
    ['the mesh did not come to rest', { report: { disagreements: [], quiet: false } }],
    ['1 disagreements in the books', { report: { disagreements: [disagreement], quiet: true } }],
  ])('says: %s', (flaw, facts) => {
    expect(flawsOf({ ...good, ...facts })).toEqual([flaw]);
  });
});
