import { isMoment } from './is-moment.js';

describe('a moment', () => {
  it.each([
    '2026-11-26T08:00:00Z',
    '2026-11-26T08:00:00.5Z',
    '2026-11-26T08:00:00.123456Z',
    '2026-11-26T09:00:00+01:00',
    '2024-02-29T23:59:59-11:30',
  ])('is %s', (text) => expect(isMoment(text)).toBe(true));

  it.each([
    ['a day', '2026-11-26'],
    ['a week', '2026-W48-4'],
    ['a time without a zone', '2026-11-26T08:00:00'],
    ['a time without seconds', '2026-11-26T08:00Z'],
    ['a comma for a point', '2026-11-26T08:00:00,5Z'],
    ['a day that no calendar has', '2026-02-30T08:00:00Z'],
    ['a month that no calendar has', '2026-13-01T00:00:00Z'],
    ['an hour that no clock has', '2026-11-26T25:00:00Z'],
    ['a zone that nobody lives in', '2026-11-26T08:00:00+99:99'],
    ['a word', 'yesterday'],
    ['a number', 1_764_144_000_000],
    ['nothing', null],
  ])('is not %s', (_, value) => expect(isMoment(value)).toBe(false));
});
