import { Disagreements, formatReport, type AuditReport } from './report.js';

const clean: AuditReport = { payments: 7, disagreements: [], quiet: true, withoutBooksOf: [] };

describe('the report', () => {
  it('says that the books agree', () => {
    expect(formatReport(clean)).toBe('7 card payments: the books agree\n');
  });

  it('says what became of what the webhook bridge has read', () => {
    const sums = { read: 9, delivered: 4, pending: 1, failed: 1, filtered: 3 };
    expect(formatReport({ ...clean, webhooks: { endpoints: 2, ...sums } })).toBe(
      '7 card payments, 9 events for 2 webhook endpoints (4 delivered, 1 pending, 1 failed, 3 filtered): the books agree\n',
    );
  });

  it('names each disagreement, and whether the mesh came to rest', () => {
    const disagreements = [{ about: 'r', kind: 'stuck', message: 'no outcome' }];
    expect(formatReport({ ...clean, disagreements, quiet: false })).toBe(
      '7 card payments: 1 disagreement, and the mesh did not come to rest\n  r  stuck: no outcome\n',
    );
  });

  it('says whose books it has not seen, whether the others agree or not', () => {
    const partial = { ...clean, withoutBooksOf: ['alpha-bank', 'shop-bank'] };
    expect(formatReport(partial)).toBe(
      '7 card payments, without the books of alpha-bank, shop-bank: the books agree\n',
    );
    const disagreements = [{ about: 'r', kind: 'stuck', message: 'no outcome' }];
    expect(formatReport({ ...partial, disagreements })).toContain(
      '7 card payments, without the books of alpha-bank, shop-bank: 1 disagreement\n',
    );
  });

  it('lists a thousand and counts the rest', () => {
    const found = new Disagreements();
    for (let at = 0; at < 1_005; at += 1) found.add(String(at), { kind: 'k', message: 'm' });
    expect(found.list()).toHaveLength(1_001);
    expect(found.list().at(-1)).toEqual({
      about: 'audit',
      kind: 'not_listed',
      message: '5 further disagreements are not listed',
    });
  });
});
