import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { processorTimes, residentMemory } from './processes.js';

describe('the processes of a mesh', () => {
  const services = [{ name: 'backend', url: 'http://127.0.0.1:1', pid: process.pid }];
  const kafka = { brokers: '', pid: null };

  it('have processor time and memory, each under its own name', async () => {
    const child = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1000)']);
    try {
      await once(child.stdout, 'data');
      // This process as the server and its child as the server's connection.
      const mesh = { services, kafka, postgres: { url: '', pid: process.pid } };
      const times = await processorTimes(mesh);
      const memory = await residentMemory(mesh);
      for (const figures of [times, memory]) {
        expect([...figures.keys()]).toEqual(['backend', 'postgresql', 'bench']);
        expect(figures.get('postgresql')).toBeGreaterThan(figures.get('backend') ?? Infinity);
      }
    } finally {
      child.kill();
    }
  });

  it('are left out where somebody else runs them, or when they have ended', async () => {
    const ended = { name: 'card-service', url: '', pid: 2 ** 30 };
    const mesh = { services: [ended], kafka, postgres: { url: '', pid: null } };
    expect([...(await processorTimes(mesh)).keys()]).toEqual(['bench']);
    expect([...(await residentMemory(mesh)).keys()]).toEqual(['bench']);
  });
});
