import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { DelayLine } from './delay-line.js';

function chunks(count: number): Buffer[] {
  return Array.from({ length: count }, (_, n) => Buffer.from(`${n},`));
}

describe('a delay line', () => {
  it('passes everything on in order, however the delay changes', async () => {
    const delays = [5, 0, 20, 1, 0, 0, 7];
    let turn = 0;
    const line = new DelayLine(() => delays[turn++ % delays.length]!);
    const sent = chunks(200);
    const heard = await buffer(Readable.from(sent).pipe(line));
    expect(heard.toString()).toBe(Buffer.concat(sent).toString());
  });

  it('holds back for as long as it was told', async () => {
    const since = performance.now();
    await buffer(Readable.from(chunks(3)).pipe(new DelayLine(() => 60)));
    expect(performance.now() - since).toBeGreaterThanOrEqual(59);
  });

  it('lets the sender wait above a bound, and loses nothing', async () => {
    const big = Array.from({ length: 12 }, () => Buffer.alloc(1024 * 1024, 1));
    const heard = await buffer(Readable.from(big).pipe(new DelayLine(() => 2)));
    expect(heard.length).toBe(12 * 1024 * 1024);
  });
});
