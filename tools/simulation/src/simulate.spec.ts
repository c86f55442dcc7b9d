import fc from 'fast-check';
import { simulate } from './simulate.js';

const SEEDS = 200;

describe('the mesh', () => {
  it(`keeps its promises through ${SEEDS} seeds of trouble`, async () => {
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const { broken } = await simulate({ seed });
      expect({ seed, broken }).toEqual({ seed, broken: [] });
    }
  });

  it('keeps them whatever seed chance brings', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 999_999_999 }), async (seed) => {
        expect((await simulate({ seed })).broken).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it('is the same run every time', async () => {
    const first = await traceOf(42);
    await simulate({ seed: 43 });
    expect(await traceOf(42)).toEqual(first);
    expect(first.length).toBeGreaterThan(100);
  });
});

async function traceOf(seed: number): Promise<string[]> {
  const lines: string[] = [];
  await simulate({ seed, trace: (line) => lines.push(line) });
  return lines;
}
