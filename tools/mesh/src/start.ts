import type { StartCommand } from './command-line.js';
import { runDemo, warmUp } from './demo.js';
import { DEMO_DEADLINE_MS, DEMO_HTTP_BANKS } from './demo-payments.js';
import { lastLines } from './managed-process.js';
import { startMesh, type Mesh } from './mesh.js';
import { printedProgress, type Progress, seconds, styles } from './progress.js';
import { Reaper } from './reaper.js';
import { readSeed } from './seed.js';
import { formatUsage } from './usage.js';

const { stdout } = process;

/**
 * `npm start`: the mesh, the demo, and then until Ctrl-C.
 * @returns the exit code
 */
export async function start({ name, once, demo }: StartCommand): Promise<number> {
  const style = styles(stdout.isTTY);
  const since = Date.now();
  const reaper = Reaper.start();
  const interruption = new Interruption(reaper);
  stdout.write(
    `${style.bold('tapmesh')} ${style.dim(`· mesh "${name}" · .mesh/${name}/*.log`)}\n\n`,
  );
  try {
    const progress = printedProgress(stdout);
    const mesh = await startMesh({
      name,
      deadlineMs: demo ? DEMO_DEADLINE_MS : undefined,
      httpBanks: DEMO_HTTP_BANKS,
      progress,
      reaper,
      onUnexpectedEnd: (service, how) => {
        stdout.write(style.red(`\n${service.name} ended (${how}): see ${service.logFile}\n`));
        for (const line of lastLines(service.logFile, 5)) stdout.write(`  | ${line}\n`);
      },
    });
    try {
      stdout.write(`\n${style.green('READY')} after ${seconds(Date.now() - since)}\n`);
      interruption.stopsGently();
      return await use(mesh, { once, demo, interruption, progress });
    } finally {
      stdout.write('\nstopping …\n');
      await mesh.stop();
      stdout.write('stopped: no process, port or temporary folder is left\n');
    }
  } finally {
    await reaper.close();
  }
}

interface Use {
  once: boolean;
  demo: boolean;
  interruption: Interruption;
  progress: Progress;
}

async function use(mesh: Mesh, { once, demo, interruption, progress }: Use): Promise<number> {
  let asExpected = true;
  if (demo) {
    const show = async (): Promise<boolean> => {
      await progress.step(
        'Warm-up',
        () => warmUp(mesh),
        () => 'three payments before those that are shown',
      );
      return runDemo(mesh, stdout);
    };
    const outcome = await Promise.race([show(), interruption.requested]);
    if (typeof outcome !== 'boolean') return INTERRUPTED;
    asExpected = outcome;
  }
  if (once) return asExpected ? 0 : 1;
  for (const line of ['', ...formatUsage(mesh, await readSeed())]) stdout.write(`${line}\n`);
  stdout.write('\nThe mesh stays up until Ctrl-C.\n');
  await interruption.requested;
  return asExpected ? 0 : 1;
}

const INTERRUPTED = 130;
/** npm passes a Ctrl-C on to us, who have had it from the terminal already: that is one, not two. */
const SAME_INTERRUPTION_MS = 1_500;

/**
 * What Ctrl-C means: while the mesh starts, and when it is pressed again while it stops, the reaper
 * ends everything at once; when the mesh is up, it is asked to stop in order.
 */
class Interruption {
  readonly requested: Promise<'interrupted'>;
  private request: () => void = () => {};
  private gentle = false;
  private firstAt: number | undefined;

  constructor(private readonly reaper: Reaper) {
    this.requested = new Promise((resolve) => {
      this.request = () => resolve('interrupted');
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => this.handle());
    }
  }

  stopsGently(): void {
    this.gentle = true;
  }

  private handle(): void {
    const now = Date.now();
    if (this.firstAt !== undefined && now - this.firstAt < SAME_INTERRUPTION_MS) return;
    const again = this.firstAt !== undefined;
    this.firstAt = now;
    if (this.gentle && !again) {
      this.request();
      return;
    }
    void this.reaper.close().then(() => process.exit(INTERRUPTED));
  }
}
