import { ApiError } from '@tapmesh/service-kit';
import { randomUUID } from 'node:crypto';
import { selectionOf, type ReplayBody } from './replay.dto.js';

const now = new Date('2026-11-26T12:00:00.000Z');
const ask = (body: ReplayBody) => selectionOf(body, { now, retentionDays: 30 });
const eventId = randomUUID();

describe('what a replay selects', () => {
  it.each<[ReplayBody, object]>([
    [{ eventId }, { eventId }],
    [
      { failedSince: '2026-11-26T10:00:00+01:00' },
      { failedSince: '2026-11-26T09:00:00.000Z', until: now.toISOString() },
    ],
    [{ from: '2026-11-25T00:00:00Z' }, { from: '2026-11-25T00:00:00.000Z', to: now.toISOString() }],
    [
      { from: '2026-11-25T00:00:00Z', to: '2026-11-25T01:00:00Z' },
      { from: '2026-11-25T00:00:00.000Z', to: '2026-11-25T01:00:00.000Z' },
    ],
    [
      { from: '2026-11-25T00:00:00Z', to: '2027-01-01T00:00:00Z' },
      { from: '2026-11-25T00:00:00.000Z', to: now.toISOString() },
    ],
    [
      { failedSince: '2026-10-28T00:00:00Z' },
      { failedSince: '2026-10-28T00:00:00.000Z', until: now.toISOString() },
    ],
    [
      { from: '2026-11-25T00:00:00Z', to: null, eventId: null, failedSince: null },
      { from: '2026-11-25T00:00:00.000Z', to: now.toISOString() },
    ],
  ])('is by %j %j', (body, selection) => expect(ask(body)).toEqual(selection));

  it.each<[string, ReplayBody]>([
    ['only one of them', {}],
    ['only one of them', { eventId: null, from: null }],
    ['only one of them', { endpointId: randomUUID() }],
    ['only one of them', { eventId, failedSince: '2026-11-26T10:00:00Z' }],
    ['only one of them', { failedSince: '2026-11-26T10:00:00Z', from: '2026-11-26T10:00:00Z' }],
    ['to goes with from', { eventId, to: '2026-11-26T10:00:00Z' }],
    ['must be after from', { from: '2026-11-26T10:00:00Z', to: '2026-11-26T10:00:00Z' }],
    ['from must not be in the future', { from: '2026-11-26T12:00:01Z' }],
    ['failedSince must not be in the future', { failedSince: '2026-11-27T00:00:00Z' }],
    ['older events are gone', { from: '2026-10-27T23:59:59Z' }],
    ['older events are gone', { failedSince: '2020-01-01T00:00:00Z' }],
  ])('is refused where %s: %j', (message, body) => {
    expect(() => ask(body)).toThrow(ApiError);
    expect(() => ask(body)).toThrow(message);
  });
});
