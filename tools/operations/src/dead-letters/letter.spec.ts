import type { ReceivedRecord } from '@tapmesh/messaging';
import { matches, parseSince } from './filter.js';
import { letterOf, markerHeaders, markerOf, parseId, replayOf } from './letter.js';
import { shownValue } from './masking.js';

const PREFIX = 'demo.';
const record: ReceivedRecord = {
  topic: 'demo.card-requests.dead-letter',
  partition: 0,
  offset: 7,
  key: 'request',
  value: Buffer.from('{}'),
  headers: {
    ce_id: 'message',
    ce_type: 'card_payment.requested',
    'dead-letter-error': 'SyntaxError: no',
    'dead-letter-topic': 'card-requests',
    'dead-letter-partition': '4',
    'dead-letter-offset': '12',
    'dead-letter-consumer': 'demo.card-service',
    'dead-letter-time': '2026-01-02T03:04:05.000Z',
  },
};
const letter = letterOf(record, PREFIX);

describe('a dead letter', () => {
  it('says where it lies, where it is from and why, and nothing of what it says', () => {
    expect(letter).toEqual({
      id: 'card-requests.dead-letter/0@7',
      time: '2026-01-02T03:04:05.000Z',
      type: 'card_payment.requested',
      key: 'request',
      error: 'SyntaxError: no',
      origin: { topic: 'card-requests', partition: 4, offset: 12 },
      consumer: 'demo.card-service',
    });
  });

  it('does not quote what could not be parsed', () => {
    const error = `UnreadableMessageError: Unexpected token 'x', ..."ture":"s3cret"x"... is not valid JSON`;
    const headers = { ...record.headers, 'dead-letter-error': error };
    expect(letterOf({ ...record, headers }, PREFIX).error).toBe(
      "UnreadableMessageError: Unexpected token 'x', … is not valid JSON",
    );
  });

  it('is found by its id', () => {
    expect(parseId(letter.id)).toEqual({
      topic: 'card-requests.dead-letter',
      partition: 0,
      offset: 7,
    });
    for (const id of ['card-requests/0@7', 'card-requests.dead-letter/0', '', '../0@7']) {
      expect(parseId(id)).toBeUndefined();
    }
  });

  it('goes back as it was, with its own id, to where it was', () => {
    expect(replayOf(record)).toEqual({
      topic: 'card-requests',
      partition: 4,
      key: 'request',
      value: record.value,
      headers: { ce_id: 'message', ce_type: 'card_payment.requested' },
    });
  });

  it.each([
    ['does not say where it is from', { 'dead-letter-topic': undefined }],
    ['could not keep its value', { 'dead-letter-value-too-large': '2000000' }],
  ])('stays where it %s', (_, changed) => {
    expect(replayOf({ ...record, headers: { ...record.headers, ...changed } })).toBeUndefined();
  });

  it('is known again in the note that it was put back', () => {
    const headers = markerHeaders(record, new Date('2026-02-03T00:00:00Z'));
    const marker = { ...record, offset: 8, value: null, headers };
    expect(markerOf(marker, PREFIX)).toEqual({ id: letter.id, time: '2026-02-03T00:00:00.000Z' });
    expect(markerOf(record, PREFIX)).toBeUndefined();
  });

  it.each([
    [{}, true],
    [{ topic: 'card-requests' }, true],
    [{ topic: 'card-requests.dead-letter' }, true],
    [{ topic: 'card-answers' }, false],
    [{ type: 'card_payment.requested' }, true],
    [{ type: 'card_payment.approved' }, false],
    [{ since: new Date('2026-01-02T03:04:05Z') }, true],
    [{ since: new Date('2026-01-02T03:04:06Z') }, false],
    [{ ids: new Set(['card-requests.dead-letter/0@7']) }, true],
    [{ ids: new Set<string>() }, false],
  ])('matches %j: %s', (filter, expected) => {
    expect(matches(filter, letter)).toBe(expected);
  });
});

describe('--since', () => {
  const now = new Date('2026-01-02T03:00:00Z');
  it.each([
    ['30m', '2026-01-02T02:30:00.000Z'],
    ['2h', '2026-01-02T01:00:00.000Z'],
    ['1d', '2026-01-01T03:00:00.000Z'],
    ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000Z'],
    ['yesterday', undefined],
  ])('%s is %s', (text, expected) => {
    expect(parseSince(text, now)?.toISOString()).toBe(expected);
  });
});

describe('what a letter says', () => {
  const value = Buffer.from(
    JSON.stringify({
      cardDetails: { data: { signature: 's', payload: 'p' } },
      list: [{ payload: 1 }],
    }),
  );

  it('is shown without what a card has signed', () => {
    expect(JSON.parse(shownValue(value, false))).toEqual({
      cardDetails: { data: { signature: '***', payload: '***' } },
      list: [{ payload: '***' }],
    });
  });

  it('is shown as it is where that is asked for', () => {
    expect(shownValue(value, true)).toBe(value.toString());
  });

  it('is not shown where nobody can tell what it is', () => {
    expect(shownValue(Buffer.from('{"signature":"s3cret'), false)).not.toContain('s3cret');
    expect(shownValue(null, false)).toBe('(none)');
  });
});
