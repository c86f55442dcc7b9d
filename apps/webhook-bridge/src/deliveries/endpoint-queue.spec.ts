import { EndpointQueue } from './endpoint-queue.js';

const ENOUGH_TO_OPEN = 10;

describe('the queue of an endpoint', () => {
  it('leaves alone the lane that fails, and not the other', () => {
    const queue = new EndpointQueue('one');
    for (let count = 0; count < ENOUGH_TO_OPEN; count += 1) queue.failed('REPLAY', 1_000);

    expect(queue.isOpen('REPLAY', 1_001)).toBe(true);
    expect(queue.allowed('REPLAY', 1_001, 2)).toBe(0);
    expect(queue.lanes.REPLAY.lookAtMs).toBe(2_000);
    expect(queue.isOpen('LIVE', 1_001)).toBe(false);
    expect(queue.allowed('LIVE', 1_001, 16)).toBe(16);
    expect(queue.lanes.LIVE.lookAtMs).toBe(0);
  });

  it('does not ask again sooner for what the other lane delivers', () => {
    const queue = new EndpointQueue('one');
    for (let count = 0; count < ENOUGH_TO_OPEN; count += 1) queue.failed('LIVE', 1_000);
    queue.succeeded('REPLAY');

    expect(queue.isOpen('LIVE', 1_001)).toBe(true);
    queue.succeeded('LIVE');
    expect(queue.isOpen('LIVE', 1_001)).toBe(false);
  });
});
