import { printedProgress, startMesh, waitForReady, type Mesh } from '@tapmesh/mesh';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault, Target } from './faults/fault.js';
import { Injector } from './faults/injector.js';
import { planFaults } from './faults/plan.js';
import { judge } from './judgement.js';
import type { ChaosOptions } from './options.js';
import { Random } from './random.js';
import type { ChaosResult } from './result.js';
import { instructBanks } from './terminals/bank.js';
import { Checkout } from './terminals/checkout.js';
import { EAR_NAMES } from './webhooks/consumers/ears.js';
import { Listeners } from './webhooks/listeners.js';

const DEADLINE_MS = 4_000;
/** The deadline, what the POS service waits for beyond it, and a moment. */
const ASK_TIMEOUT_MS = DEADLINE_MS + 4_000;
const PROGRESS_EVERY_MS = 10_000;

/** What a run gathers until it is judged. */
export interface Run {
  options: ChaosOptions;
  mesh: Mesh;
  plan: Fault[];
  checkout: Checkout;
  listeners: Listeners;
  /** Processes that ended by themselves. */
  crashes: string[];
  /** What could not be hurt or healed. */
  troubles: string[];
  say: (line: string) => void;
}

/** The folder in `.mesh` where a run's services log. */
export function meshName(seed: number): string {
  return `chaos-${seed}`;
}

/** Starts a mesh, hurts it under load, heals it, and compares what terminals heard with the books. */
export async function chaos(
  options: ChaosOptions,
  say: (line: string) => void,
): Promise<ChaosResult> {
  const crashes: string[] = [];
  const mesh = await startMesh({
    name: meshName(options.seed),
    ownServers: true,
    withNetwork: true,
    deadlineMs: DEADLINE_MS,
    instances: { backend: 2, 'card-service': 2, 'pos-service': 2 },
    httpBanks: ['alpha-bank'],
    progress: printedProgress(process.stderr),
    onUnexpectedEnd: ({ name }, how) => void crashes.push(`${name}: ${how}`),
  });
  const endEarly = (): void => void mesh.stop().finally(() => process.exit(130));
  process.once('SIGINT', endEarly);
  process.once('SIGTERM', endEarly);
  let listeners: Listeners | undefined;
  try {
    listeners = await Listeners.open(mesh);
    await mesh.addInstance('webhook-bridge');
    const plan = planFaults({ ...options, targets: targetsOf(mesh), consumers: EAR_NAMES });
    const checkout = new Checkout({
      mesh,
      terminals: options.terminals,
      random: new Random(options.seed).fork(),
      askTimeoutMs: ASK_TIMEOUT_MS,
    });
    return await hurt({ options, mesh, plan, checkout, listeners, crashes, troubles: [], say });
  } finally {
    process.off('SIGINT', endEarly);
    process.off('SIGTERM', endEarly);
    await listeners?.close();
    await mesh.stop();
  }
}

/** Every instance of every service. */
function targetsOf(mesh: Mesh): Target[] {
  const names = [...mesh.databases.keys()];
  return names.flatMap((service) =>
    mesh.instancesOf(service).map(({ instance }) => ({ service, instance })),
  );
}

async function hurt(run: Run): Promise<ChaosResult> {
  const { options, mesh, plan, checkout, listeners, troubles, say } = run;
  await instructBanks(mesh);
  const ended = delay(options.seconds * 1000);
  const progress = setInterval(() => say(`          ${checkout.stand()}`), PROGRESS_EVERY_MS);
  const injector = new Injector({
    mesh,
    consumers: listeners.consumers,
    onProgress: say,
    onTrouble: (what) => {
      say(`  trouble  ${what}`);
      troubles.push(what);
    },
  });
  checkout.open();
  try {
    await injector.follow(plan);
    await ended;
    await injector.healed();
    await heal(run);
    await checkout.close();
    say('every terminal asks once more');
    await checkout.repeatAll();
  } finally {
    clearInterval(progress);
    checkout.giveUp();
  }
  return judge(run);
}

/** What ended by itself is started, so that the rest of the books can be judged too. */
async function heal({ mesh, crashes, say }: Run): Promise<void> {
  say(`healed; ${crashes.length} processes ended by themselves`);
  for (const { service, instance } of targetsOf(mesh)) {
    const found = mesh.instancesOf(service).find((candidate) => candidate.instance === instance);
    if (found?.running === false) await mesh.restart(service, instance);
  }
  await Promise.all(mesh.services.map(({ url }) => waitForReady(url)));
  say('every service is ready');
}
