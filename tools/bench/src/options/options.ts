import { parseArgs } from 'node:util';
import {
  defaultScenarios,
  isScenarioName,
  scenarioNames,
  type ScenarioName,
} from './scenario-names.js';

export interface BenchOptions {
  scenarios: ScenarioName[];
  /** How many tap at once, a run for each number; left out, each scenario has its own. */
  terminals?: number[];
  seconds: number;
  warmUpSeconds: number;
  /** How many stored payments the scenario `history` stands on. */
  storedPayments: number;
  /** How many wait at once in the scenario `waiting`. */
  waitingTerminals: number;
  /** How many tap in the scenario `overload`. */
  crowd: number;
  /** Round trips and commits that the floor is measured by. */
  floorSamples: number;
  /** Where to write the figures as JSON. */
  jsonFile?: string;
  /** Where each service leaves a processor profile when it ends. */
  profileFolder?: string;
}

export class UsageError extends Error {}

/** What stands where nothing is said. */
const FULL = {
  scenario: defaultScenarios.join(),
  terminals: undefined,
  seconds: '10',
  warmUp: '20',
  floorSamples: 1_000,
};

/** A minute and a half in all on two cores, the starts of two meshes included. */
const QUICK = {
  scenario: 'approved,declined,webhooks',
  terminals: '1,16,64',
  seconds: '3',
  warmUp: '2',
  floorSamples: 200,
};

/** @throws {UsageError} saying which option is wrong */
export function parseOptions(args: string[]): BenchOptions | 'help' {
  const { values, positionals } = read(args);
  if (values.help) return 'help';
  const unsaid = values.quick ? QUICK : FULL;
  if (positionals.length > 1) throw new UsageError('name one scenario, or several by --scenario');
  const scenario = values.scenario ?? positionals[0];
  const terminals = values.terminals ?? unsaid.terminals;
  const scenarios = scenariosOf(scenario ?? unsaid.scenario);
  const number = (option: string, text: string, max: number) => wholeNumber({ option, text, max });
  return {
    scenarios,
    ...(terminals === undefined
      ? {}
      : { terminals: terminals.split(',').map((text) => number('--terminals', text, 10_000)) }),
    seconds: number('--seconds', values.seconds ?? secondsOf(scenarios, unsaid), 3_600),
    warmUpSeconds: number('--warm-up', values['warm-up'] ?? unsaid.warmUp, 600),
    storedPayments: number('--history', values.history, 1_000_000),
    waitingTerminals: number('--waiting', values.waiting, 50_000),
    crowd: number('--crowd', values.crowd, 10_000),
    floorSamples: unsaid.floorSamples,
    jsonFile: values.json,
    profileFolder: values.profile,
  };
}

/** The Admin API's run alone is as long as Rafiki's own; a p99 of webhooks wants some thousands. */
function secondsOf(scenarios: readonly ScenarioName[], unsaid: { seconds: string }): string {
  const [alone] = scenarios.length === 1 ? scenarios : [];
  const isLong = unsaid === FULL && (alone === 'admin' || alone === 'webhooks');
  return isLong ? '30' : unsaid.seconds;
}

function read(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        scenario: { type: 'string' },
        terminals: { type: 'string' },
        seconds: { type: 'string' },
        'warm-up': { type: 'string' },
        history: { type: 'string', default: '100000' },
        waiting: { type: 'string', default: '10000' },
        crowd: { type: 'string', default: '1000' },
        quick: { type: 'boolean', default: false },
        json: { type: 'string' },
        profile: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** In the order in which they are listed, each once, whatever the order in which they are named. */
function scenariosOf(text: string): ScenarioName[] {
  const named = text.split(',').map((name) => name.trim());
  const unknown = named.find((name) => name !== 'all' && !isScenarioName(name));
  if (unknown !== undefined) {
    throw new UsageError(
      `--scenario: there is no "${unknown}"; there are ${scenarioNames.join(', ')} and all`,
    );
  }
  return scenarioNames.filter((name) => named.includes('all') || named.includes(name));
}

interface WholeNumber {
  option: string;
  text: string;
  max: number;
}

function wholeNumber({ option, text, max }: WholeNumber): number {
  const value = /^\d{1,7}$/.test(text.trim()) ? Number(text) : 0;
  if (value < 1 || value > max) {
    throw new UsageError(`${option}: "${text}" is not a whole number from 1 to ${max}`);
  }
  return value;
}
