import type { ScenarioName } from '../options/scenario-names.js';
import { approved } from './approved.js';
import { declined } from './declined.js';
import { history } from './history.js';
import type { Workbench } from './workbench.js';

/** Runs at its numbers of terminals and leaves its figures on the workbench. */
export type Scenario = (workbench: Workbench) => Promise<void>;

export const scenarios: Record<ScenarioName, Scenario> = { approved, declined, history };
