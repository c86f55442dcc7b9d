import { jest } from '@jest/globals';
import { approved } from '../testing/card-payments.js';
import { SecondLook } from '@tapmesh/service-kit';
import { WaitingTerminals } from './waiting-terminals.js';

const requestId = '01980000-0000-7000-8000-00000000000a';
const later = () => new Date(Date.now() + 10_000);

describe('waiting terminals', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  const waitingTerminals = (places = 10) => withPlaces(places);

  it('are told together what their payment came to, and only that payment', async () => {
    const waiting = waitingTerminals();
    const first = waiting.enter(requestId, later());
    const second = waiting.enter(requestId, later());
    const other = waiting.enter('another', later());
    const payment = approved({ requestId });
    waiting.tell([payment]);
    expect(await first?.word).toEqual({ kind: 'decided', payment });
    expect(await second?.word).toEqual({ kind: 'decided', payment });
    expect(waiting.count).toBe(1);
    other?.end({ kind: 'hung_up' });
    expect(waiting.count).toBe(0);
  });

  it('are told that nobody knows when their time is over', async () => {
    const waiting = waitingTerminals();
    const place = waiting.enter(requestId, later());
    jest.advanceTimersByTime(10_000);
    expect(await place?.word).toEqual({ kind: 'expired' });
    expect(waiting.count).toBe(0);
  });

  it('wait no longer than their payment may take', async () => {
    const waiting = waitingTerminals();
    const place = waiting.enter(requestId, later());
    place?.waitUntil(new Date(Date.now() + 1_000));
    jest.advanceTimersByTime(1_000);
    expect(await place?.word).toEqual({ kind: 'expired' });
  });

  it('are no more than the bound', () => {
    const waiting = waitingTerminals(2);
    const first = waiting.enter('1', later());
    waiting.enter('2', later());
    expect(waiting.enter('3', later())).toBeUndefined();
    first?.end({ kind: 'hung_up' });
    expect(waiting.enter('3', later())).toBeDefined();
  });

  it('leave once, however often they are told', async () => {
    const waiting = waitingTerminals();
    const place = waiting.enter(requestId, later());
    place?.end({ kind: 'hung_up' });
    place?.end({ kind: 'expired' });
    waiting.tell([approved({ requestId })]);
    expect(await place?.word).toEqual({ kind: 'hung_up' });
    expect(waiting.count).toBe(0);
  });

  it('are told at closing, and nobody enters any more', async () => {
    const waiting = waitingTerminals();
    const place = waiting.enter(requestId, later());
    waiting.close();
    expect(await place?.word).toEqual({ kind: 'closing' });
    expect(waiting.enter('another', later())).toBeUndefined();
  });
});

describe('the second look', () => {
  const looking = (waiting: WaitingTerminals, findFinal: SecondLookFind) =>
    new SecondLook({ waiting, findFinal, intervalMs: 0, onError: () => undefined });
  type SecondLookFind = ConstructorParameters<typeof SecondLook>[0]['findFinal'];

  it('asks for all that is waited for in one statement and tells what it found', async () => {
    const waiting = withPlaces(10);
    const place = waiting.enter(requestId, later());
    waiting.enter('another', later());
    waiting.enter('another', later());
    const payment = approved({ requestId });
    const findFinal = jest.fn<SecondLookFind>().mockResolvedValue([payment]);
    await looking(waiting, findFinal).look();
    expect(findFinal.mock.calls).toEqual([[[requestId, 'another']]]);
    expect(await place?.word).toEqual({ kind: 'decided', payment });
    waiting.close();
  });

  it('asks nothing when nobody waits', async () => {
    const findFinal = jest.fn<SecondLookFind>();
    await looking(withPlaces(10), findFinal).look();
    expect(findFinal).not.toHaveBeenCalled();
  });

  it('goes on after a failure, one look after the other', async () => {
    jest.useFakeTimers();
    const waiting = withPlaces(10);
    waiting.enter(requestId, later());
    const findFinal = jest.fn<SecondLookFind>().mockRejectedValueOnce(new Error('away'));
    findFinal.mockResolvedValue([]);
    const onError = jest.fn();
    const look = new SecondLook({ waiting, findFinal, intervalMs: 500, onError });
    look.start();
    await jest.advanceTimersByTimeAsync(1_600);
    look.stop();
    await jest.advanceTimersByTimeAsync(1_600);
    expect(onError).toHaveBeenCalledTimes(1);
    expect(findFinal.mock.calls.length).toBeGreaterThanOrEqual(2);
    expect(findFinal.mock.calls.length).toBeLessThanOrEqual(3);
    waiting.close();
    jest.useRealTimers();
  });
});

function withPlaces(places: number): WaitingTerminals {
  return new WaitingTerminals({ admits: (waiting) => waiting < places });
}
