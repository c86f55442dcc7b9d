import fc from 'fast-check';
import { concurrencyShare } from './concurrency-share.js';

describe('how many attempts an endpoint may have under way', () => {
  it.each([
    ['its own bound where much is free', 256, 16],
    ['less where less is free', 64, 8],
    ['one where little is', 3, 1],
    ['none where nothing is', 0, 0],
  ])('%s', (_name, free, allowed) => expect(concurrencyShare({ free, most: 16 })).toBe(allowed));

  it('leaves room for one more endpoint, however many hang', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), (hanging) => {
        const active = Array.from({ length: hanging }, () => 0);
        const free = () => 256 - active.reduce((sum, one) => sum + one, 0);
        for (let started = true; started;) {
          started = false;
          active.forEach((own, endpoint) => {
            if (own >= concurrencyShare({ free: free(), most: 16 })) return;
            active[endpoint] = own + 1;
            started = true;
          });
        }
        expect(concurrencyShare({ free: free(), most: 16 })).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});
