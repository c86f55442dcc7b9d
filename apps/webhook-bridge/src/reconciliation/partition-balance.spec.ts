import { faultOf, type PartitionBalance } from './partition-balance.js';

const balance = (counts: Partial<PartitionBalance>): PartitionBalance => ({
  endpointId: 'one',
  day: '2026-11-26',
  topic: 'assets',
  partition: 3,
  read: 10,
  accepted: 4,
  deliveries: 4,
  events: 10,
  ...counts,
});

describe('a partition, for an endpoint', () => {
  it.each<[string, Partial<PartitionBalance>]>([
    ['has a delivery for every event that was accepted', {}],
    ['held events before the endpoint was there', { events: 12 }],
  ])('is right where it %s', (_, counts) => {
    expect(faultOf(balance(counts))).toBeUndefined();
  });

  it.each<[string, Partial<PartitionBalance>, string]>([
    ['fewer deliveries than were accepted', { deliveries: 3 }, 'delivery_missing'],
    ['more deliveries than were accepted', { deliveries: 5 }, 'count_differs'],
    ['more counted than there is', { read: 11 }, 'count_differs'],
  ])('is wrong with %s', (_, counts, fault) => {
    expect(faultOf(balance(counts))).toBe(fault);
  });
});
