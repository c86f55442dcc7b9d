import { printedProgress, startMesh, type Mesh } from '@tapmesh/mesh';
import { audit, formatReport } from '@tapmesh/operations';
import { setTimeout as delay } from 'node:timers/promises';
import type { ChaosOptions } from '../options.js';
import { Random } from '../random.js';
import { summaryOf } from '../result.js';
import { Checkout } from '../terminals/checkout.js';
import { willingCustomers } from '../terminals/tap.js';
import { FULL_SHARE, rateBetween, recoveredAfterMs } from './rate.js';
import { flawsOf } from './verdict.js';

const DEADLINE_MS = 4_000;
const ASK_TIMEOUT_MS = DEADLINE_MS + 4_000;
const WARM_UP_MS = 8_000;
const BEFORE_MS = 6_000;
const WATCHED_MS = 20_000;

/**
 * Kills and restarts each service under load, one instance of each, and prints how long after the
 * kill the terminals were served at full rate again.
 * @returns whether every payment was answered, nothing ended by itself and the books agree; how long
 * it took is a figure, no verdict
 */
export async function measureRecovery(
  options: ChaosOptions,
  say: (line: string) => void,
): Promise<boolean> {
  const crashes: string[] = [];
  const mesh = await startMesh({
    name: `recovery-${options.seed}`,
    ownServers: true,
    deadlineMs: DEADLINE_MS,
    progress: printedProgress(process.stderr),
    onUnexpectedEnd: ({ name }, how) => void crashes.push(`${name}: ${how}`),
  });
  const endEarly = (): void => void mesh.stop().finally(() => process.exit(130));
  process.once('SIGINT', endEarly);
  process.once('SIGTERM', endEarly);
  const checkout = new Checkout({
    mesh,
    terminals: options.terminals,
    random: new Random(options.seed),
    askTimeoutMs: ASK_TIMEOUT_MS,
    customers: willingCustomers,
  });
  const services = [...mesh.databases.keys()];
  const takesMs = WARM_UP_MS + services.length * (BEFORE_MS + WATCHED_MS);
  say(`seed ${options.seed}, about ${seconds(takesMs)}, ${options.terminals} terminals`);
  try {
    checkout.open();
    await delay(WARM_UP_MS);
    for (const service of services) await measureOne(service, { mesh, checkout, say });
    await checkout.close();
    const report = await audit(mesh, { onProgress: say });
    say(formatReport(report).trim());
    const flaws = flawsOf({ ...summaryOf(checkout.testimonies), crashes, report });
    for (const flaw of flaws) say(`FAILED: ${flaw}`);
    return flaws.length === 0;
  } finally {
    checkout.giveUp();
    process.off('SIGINT', endEarly);
    process.off('SIGTERM', endEarly);
    await mesh.stop();
  }
}

interface Measuring {
  mesh: Mesh;
  checkout: Checkout;
  say: (line: string) => void;
}

async function measureOne(service: string, { mesh, checkout, say }: Measuring): Promise<void> {
  await delay(BEFORE_MS);
  const atMs = performance.now();
  const before = rateBetween(checkout.answersMs(), atMs - BEFORE_MS, atMs);
  await mesh.kill(service);
  await mesh.restart(service);
  const readyMs = performance.now() - atMs;
  await delay(Math.max(WATCHED_MS - readyMs, BEFORE_MS));
  const tookMs = recoveredAfterMs({ answersMs: checkout.answersMs(), atMs, before });
  const took = tookMs === undefined ? 'not within the time watched' : `after ${seconds(tookMs)}`;
  say(
    `${service.padEnd(20)} ${before.toFixed(1)}/s before; ready after ${seconds(readyMs)}, ` +
      `${FULL_SHARE * 100} % of the rate ${took}`,
  );
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
