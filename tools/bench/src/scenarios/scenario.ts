import type { MeshOptions } from '@tapmesh/mesh';
import type { BenchOptions } from '../options/options.js';
import type { ScenarioName } from '../options/scenario-names.js';
import { admin } from './admin.js';
import { approved } from './approved.js';
import { declined } from './declined.js';
import { doors, doorsMesh } from './doors.js';
import { history } from './history.js';
import { overload, overloadMesh } from './overload.js';
import { pages } from './pages.js';
import { silentBank } from './silent-bank.js';
import { webhooks, webhooksMesh } from './webhooks.js';
import { waiting, waitingMesh } from './waiting.js';
import type { Workbench } from './workbench.js';

export type MeshSettings = Pick<MeshOptions, 'deadlineMs' | 'appEnv' | 'instances' | 'httpBanks'>;

export interface Scenario {
  /** A mesh of its own, set like this; those without share one that is set as everybody's. */
  mesh?: (options: BenchOptions) => MeshSettings;
  /** Runs at its numbers of terminals and leaves its figures on the workbench. */
  run: (workbench: Workbench) => Promise<void>;
}

export const scenarios: Record<ScenarioName, Scenario> = {
  approved: { run: approved },
  declined: { run: declined },
  'silent-bank': { run: silentBank },
  history: { run: history },
  admin: { run: admin },
  webhooks: { run: webhooks, mesh: webhooksMesh },
  doors: { run: doors, mesh: doorsMesh },
  pages: { run: pages, mesh: () => ({}) },
  waiting: { run: waiting, mesh: waitingMesh },
  overload: { run: overload, mesh: overloadMesh },
};

/** What one mesh is used for. */
export interface Session {
  settings: MeshSettings;
  scenarios: Scenario[];
}

export function sessionsFor(options: BenchOptions): Session[] {
  const asked = options.scenarios.map((name) => scenarios[name]);
  const shared = asked.filter(({ mesh }) => mesh === undefined);
  const own = asked.flatMap((scenario) =>
    scenario.mesh === undefined
      ? []
      : [{ settings: scenario.mesh(options), scenarios: [scenario] }],
  );
  return shared.length === 0 ? own : [{ settings: {}, scenarios: shared }, ...own];
}
