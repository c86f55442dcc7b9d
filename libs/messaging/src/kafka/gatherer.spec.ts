import fc from 'fast-check';
import type { Log } from '../log.js';
import { Gatherer, type TopicBatch } from './gatherer.js';

const silent: Log = { debug: ignore, log: ignore, warn: ignore, error: ignore };
function ignore(): void {}

interface Letter {
  topic: string;
  n: number;
  bytes?: number;
  patient?: boolean;
}

/** A gatherer whose broker is the test's. */
function gathering(transmit: (batches: TopicBatch<Letter>[]) => Promise<void> = async () => {}) {
  const requests: string[][] = [];
  const received: Letter[] = [];
  let inFlight = 0;
  const gatherer = new Gatherer<Letter>({
    log: silent,
    sizeOf: ({ bytes = 1 }) => bytes,
    maxRecords: 5,
    maxBytes: 10,
    backoff: { firstDelayMs: 1, maxDelayMs: 2 },
    patienceMs: 5,
    concernsOneTopic: (error) => (error as Error).message === 'of one topic',
    transmit: async (batches) => {
      inFlight += 1;
      expect(inFlight).toBe(1);
      try {
        await new Promise(setImmediate);
        await transmit(batches);
        const letters = batches.flatMap(({ records }) => records);
        requests.push(letters.map(({ topic, n }) => `${topic}${n}`));
        received.push(...letters);
      } finally {
        inFlight -= 1;
      }
    },
  });
  return { gatherer, requests, received };
}

describe('gathering sends', () => {
  it('sends a lone message at once and alone', async () => {
    const { gatherer, requests } = gathering();
    await gatherer.send({ topic: 'a', n: 1 });
    expect(requests).toEqual([['a1']]);
  });

  it('sends what arrives while a request is in flight together in the next one', async () => {
    const { gatherer, requests } = gathering();
    const first = gatherer.send({ topic: 'a', n: 1 });
    await new Promise(setImmediate);
    const others = [gatherer.send({ topic: 'b', n: 1 }), gatherer.send({ topic: 'a', n: 2 })];
    await Promise.all([first, ...others]);
    expect(requests).toEqual([['a1'], ['b1', 'a2']]);
  });

  it('lets a patient message wait for one that is not, in the order of their topic', async () => {
    const { gatherer, requests } = gathering();
    const patient = gatherer.send({ topic: 'a', n: 1, patient: true });
    await new Promise(setImmediate);
    expect(requests).toEqual([]);
    await Promise.all([patient, gatherer.send({ topic: 'a', n: 2 })]);
    expect(requests).toEqual([['a1', 'a2']]);
  });

  it('sends a patient message alone when its patience ends', async () => {
    const { gatherer, requests } = gathering();
    await gatherer.send({ topic: 'a', n: 1, patient: true });
    await gatherer.send({ topic: 'a', n: 2, patient: true });
    expect(requests).toEqual([['a1'], ['a2']]);
  });

  it('sends a patient message at once when it is to come to rest', async () => {
    const { gatherer, requests } = gathering();
    void gatherer.send({ topic: 'a', n: 1, patient: true });
    const atRest = gatherer.whenIdle();
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    expect(requests).toEqual([['a1']]);
    await atRest;
  });

  it('cuts a crowd into requests of a bounded size', async () => {
    const { gatherer, requests } = gathering();
    await Promise.all(Array.from({ length: 12 }, (_, n) => gatherer.send({ topic: 'a', n })));
    expect(requests.map((request) => request.length)).toEqual([5, 5, 2]);
  });

  it('never exceeds the bytes of a request, unless one message alone does', async () => {
    const { gatherer, requests } = gathering();
    const sizes = [4, 9, 25, 1, 9];
    const sent = sizes.map((bytes, n) => gatherer.send({ topic: n < 4 ? 'a' : 'b', n, bytes }));
    await Promise.all(sent);
    expect(requests).toEqual([['a0'], ['b4'], ['a1'], ['a2'], ['a3']]);
  });

  it('tries a request again until the broker is back', async () => {
    const stalled: boolean[] = [];
    const { gatherer, requests } = gathering(async () => {
      stalled.push(gatherer.stalled);
      if (stalled.length < 3) throw new Error('away');
    });
    await gatherer.send({ topic: 'a', n: 1 });
    expect(requests).toEqual([['a1']]);
    expect(stalled).toEqual([false, true, true]);
    expect(gatherer.stalled).toBe(false);
  });

  it('does not let a topic that is missing hold up the others', async () => {
    let missing = true;
    const { gatherer, received } = gathering(async (batches) => {
      if (missing && batches.some(({ topic }) => topic === 'b')) throw new Error('of one topic');
    });
    const late = gatherer.send({ topic: 'b', n: 1 });
    await Promise.all([1, 2, 3].map((n) => gatherer.send({ topic: 'a', n })));
    expect(received.map(({ topic }) => topic)).toEqual(['a', 'a', 'a']);
    missing = false;
    await late;
    expect(gatherer.pending).toBe(0);
  });

  it('is idle when everything is acknowledged', async () => {
    const { gatherer, received } = gathering();
    await gatherer.whenIdle();
    void gatherer.send({ topic: 'a', n: 1 });
    await gatherer.whenIdle();
    expect(received).toHaveLength(1);
  });

  it('keeps the order within a topic and loses nothing, whatever fails', async () => {
    const plan = fc.array(
      fc.record({ topic: fc.constantFrom('a', 'b', 'c'), turns: fc.nat({ max: 2 }) }),
      { maxLength: 60 },
    );
    const faults = fc.array(fc.constantFrom('', '', 'away', 'of one topic'), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(plan, faults, async (sends, upcoming) => {
        const { gatherer, received } = gathering(async () => {
          const fault = upcoming.shift();
          if (fault) throw new Error(fault);
        });
        const sent: Promise<void>[] = [];
        for (const [n, { topic, turns }] of sends.entries()) {
          sent.push(gatherer.send({ topic, n }));
          for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
        }
        await Promise.all(sent);
        for (const wanted of ['a', 'b', 'c']) {
          const order = received.filter(({ topic }) => topic === wanted).map(({ n }) => n);
          const expected = sends.flatMap(({ topic }, n) => (topic === wanted ? [n] : []));
          expect(order).toEqual(expected);
        }
      }),
      { numRuns: 50 },
    );
  });
});
