import { Audience, Topic } from '@tapmesh/events';
import { UnreadableMessageError, type TopicRecord } from '@tapmesh/messaging';
import { readEvent } from './read-event.js';

const id = '01980000-0000-7000-8000-000000000001';

function record(envelope: object = {}, value = '{"a":1.50}'): TopicRecord {
  return {
    envelope: {
      id,
      type: 'a.type' as never,
      source: '/backend',
      subject: 'payment',
      time: '2026-01-01T01:00:00+01:00',
      audience: [Audience.Tenant],
      ...envelope,
    },
    key: 'key',
    value,
    topic: Topic.Assets,
    partition: 0,
    offset: 1,
  };
}

describe('what is read of a record', () => {
  it('is its envelope, and its payload as it stands', () =>
    expect(readEvent(record({ sequence: 3, traceparent: '00-1-2-01' }), '2026-01-01')).toEqual({
      id,
      day: '2026-01-01',
      type: 'a.type',
      subject: 'payment',
      sequence: 3,
      time: '2026-01-01T00:00:00.000Z',
      traceparent: '00-1-2-01',
      data: '{"a":1.50}',
    }));

  it.each<[string, TopicRecord]>([
    ['an id that is no UUID', record({ id: 'one' })],
    ['a tenant that is no UUID', record({ tenantId: 'bank' })],
    ['a payload that is no JSON', record({}, '{')],
    ['no payload', record({}, '')],
    ['a NUL', record({}, '"\0"')],
  ])('is refused with %s', (_name, bad) =>
    expect(() => readEvent(bad, '2026-01-01')).toThrow(UnreadableMessageError),
  );
});
