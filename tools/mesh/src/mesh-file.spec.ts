import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { claimName, meshFile, readMeshFile, runningMeshes, writeMeshFile } from './mesh-file.js';
import { meshFolder } from './paths.js';
import type { Reaper } from './reaper.js';

const reaper = { remove: () => {}, keep: () => {} } as unknown as Reaper;

const description = {
  services: [{ name: 'backend', url: 'http://127.0.0.1:4000', pid: 1 }],
  kafka: { brokers: '127.0.0.1:9092', pid: 2 },
  postgres: { url: 'postgres://127.0.0.1/postgres', pid: null },
  topicPrefix: 'demo.',
  databases: { backend: 'postgres://127.0.0.1/backend' },
  terminal: { key: 'Bearer tk_dev', header: 'authorization' },
  tenants: [{ id: 'a', apiSecret: 'b' }],
  accounts: [],
};

describe('a mesh’s folder', () => {
  const name = `spec-${randomBytes(6).toString('hex')}`;

  afterEach(() => rm(meshFolder(name), { recursive: true, force: true }));

  it('holds the description of the running mesh, and nothing when it is over', async () => {
    const claim = await claimName(name, reaper);
    await writeMeshFile(name, description);
    await expect(readMeshFile(name)).resolves.toEqual(description);
    await expect(runningMeshes()).resolves.toContain(name);
    await claim.release();
    await expect(runningMeshes()).resolves.not.toContain(name);
    expect(existsSync(meshFile(name))).toBe(false);
  });

  it('belongs to one mesh at a time', async () => {
    const claim = await claimName(name, reaper);
    await expect(claimName(name, reaper)).rejects.toThrow(
      `a mesh called "${name}" is already running (process ${process.pid})`,
    );
    await claim.release();
    await (await claimName(name, reaper)).release();
  });

  it('is taken over from a mesh that was killed', async () => {
    const dead = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await once(dead, 'exit');
    const claim = await claimName(name, reaper);
    await writeMeshFile(name, description);
    await writeFile(join(meshFolder(name), 'mesh.pid'), String(dead.pid));
    const second = await claimName(name, reaper);
    expect(existsSync(meshFile(name))).toBe(false);
    await second.release();
    await claim.release();
  });
});
