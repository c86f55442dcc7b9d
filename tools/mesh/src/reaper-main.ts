import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { waitFor } from './wait.js';

export type ReaperOrder =
  | { watch: number; signal: NodeJS.Signals }
  | { forget: number }
  | { remove: string }
  | { keep: string };

const GRACE_MS = 3_000;

const watched = new Map<number, NodeJS.Signals>();
const paths = new Set<string>();

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, name);
    return true;
  } catch {
    return false;
  }
}

function obey(order: ReaperOrder): void {
  if ('watch' in order) watched.set(order.watch, order.signal);
  else if ('forget' in order) watched.delete(order.forget);
  else if ('remove' in order) paths.add(order.remove);
  else paths.delete(order.keep);
}

async function reap(): Promise<void> {
  for (const [pid, name] of watched) {
    signal(pid, name);
    // One that is paused hears nothing else before it goes on.
    signal(pid, 'SIGCONT');
  }
  await waitFor(() => ([...watched.keys()].some((pid) => signal(pid, 0)) ? undefined : true), {
    timeoutMs: GRACE_MS,
  });
  // Each was started as the leader of a group: this also ends what it has started itself.
  for (const pid of watched.keys()) signal(-pid, 'SIGKILL');
  for (const path of paths) await rm(path, { recursive: true, force: true, maxRetries: 5 });
}

// A Ctrl-C is for the mesh; the end of its input is what the reaper waits for.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.on('SIGHUP', () => {});

createInterface({ input: process.stdin })
  .on('line', (line) => obey(JSON.parse(line) as ReaperOrder))
  .on('close', () => void reap());
