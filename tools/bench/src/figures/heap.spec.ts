import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Heap, INSPECTED } from './heap.js';

const PROGRAM = `
  let kept = [];
  process.stdin.on('data', () => {
    for (let n = 0; n < 100; n += 1) kept.push(Buffer.alloc(100_000, n));
    for (let n = 0; n < 100; n += 1) Buffer.alloc(100_000, n);
    console.log('kept');
  });`;

describe('the heap of a process', () => {
  let child: ChildProcess;
  const log: string[] = [];

  beforeAll(async () => {
    child = spawn(process.execPath, [INSPECTED, '-e', PROGRAM], { stdio: 'pipe' });
    const lines = createInterface({ input: child.stderr! });
    lines.on('line', (line) => log.push(line));
    await once(lines, 'line');
  });

  afterAll(async () => {
    const ended = once(child, 'exit');
    child.kill();
    await ended;
  });

  it('is what it keeps, without what it has thrown away', async () => {
    const heap = await Heap.attach(log);
    try {
      const before = await heap.bytesKept();
      child.stdin!.write('\n');
      await once(child.stdout!, 'data');
      const kept = (await heap.bytesKept()) - before;
      expect(kept).toBeGreaterThan(9_000_000);
      expect(kept).toBeLessThan(15_000_000);
    } finally {
      await heap.close();
    }
  });

  it('cannot be read of a process that was not asked to show it', async () => {
    await expect(Heap.attach(['listening'])).rejects.toThrow('no inspector');
  });
});
