import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Reaper } from './reaper.js';

describe('the reaper', () => {
  it('ends what is left and removes what should be gone', async () => {
    const reaper = Reaper.start();
    const folder = await mkdtemp(join(tmpdir(), 'tapmesh-spec-'));
    const child = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
    const ended = once(child, 'exit');
    reaper.remove(folder);
    reaper.watch(child.pid!);
    await reaper.close();
    await expect(ended).resolves.toEqual([null, 'SIGKILL']);
    expect(existsSync(folder)).toBe(false);
  });

  it('spares what has ended by itself and what is somebody else’s', async () => {
    const reaper = Reaper.start();
    const child = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
    const folder = await mkdtemp(join(tmpdir(), 'tapmesh-spec-'));
    reaper.watch(child.pid!);
    reaper.remove(folder);
    reaper.forget(child.pid!);
    reaper.keep(folder);
    await reaper.close();
    await expect(rmdir(folder)).resolves.toBeUndefined();
    expect(child.exitCode).toBeNull();
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await expect(ended).resolves.toEqual([null, 'SIGKILL']);
  });
});
