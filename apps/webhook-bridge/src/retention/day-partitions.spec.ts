import { dayOf, daysLater, daysToMake, oldestKept, partitionOf } from './day-partitions.js';

describe('the partitions of a day', () => {
  it('are made for today and two days ahead, over the end of a year', () => {
    expect(daysToMake('2026-12-30')).toEqual(['2026-12-30', '2026-12-31', '2027-01-01']);
  });

  it('bear their day in their name', () => {
    expect(partitionOf('events', '2026-11-26')).toBe('events_20261126');
    expect(dayOf('events', 'events_20261126')).toBe('2026-11-26');
  });

  it.each(['events_default', 'deliveries_20261126', 'events_2026', 'my_events_20261126'])(
    'of events do not include %s',
    (name) => expect(dayOf('events', name)).toBeUndefined(),
  );

  it('are kept for as many days as are configured, beside today', () => {
    expect(oldestKept('2026-11-26', 30)).toBe('2026-10-27');
  });

  it('follow one another over a leap day', () => {
    expect(daysLater('2028-02-28', 1)).toBe('2028-02-29');
  });
});
