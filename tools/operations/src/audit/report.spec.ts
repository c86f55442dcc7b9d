import { Disagreements, formatReport } from './report.js';

describe('the report', () => {
  it('says that the books agree', () => {
    expect(formatReport({ payments: 7, disagreements: [], quiet: true })).toBe(
      '7 card payments: the books agree\n',
    );
  });

  it('names each disagreement, and whether the mesh came to rest', () => {
    const disagreements = [{ about: 'r', kind: 'stuck', message: 'no outcome' }];
    expect(formatReport({ payments: 7, disagreements, quiet: false })).toBe(
      '7 card payments: 1 disagreement, and the mesh did not come to rest\n  r  stuck: no outcome\n',
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
