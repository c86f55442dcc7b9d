import { parseOptions, type BenchOptions } from '../options/options.js';
import { scenarioNames } from '../options/scenario-names.js';
import { scenarios, sessionsFor } from './scenario.js';

const optionsOf = (args: string): BenchOptions => parseOptions(args.split(' ')) as BenchOptions;

describe('scenarios', () => {
  it('share one mesh that is set as everybody’s, unless they need another one', () => {
    const sessions = sessionsFor(optionsOf('--scenario all'));
    expect(sessions.map((session) => session.scenarios.length)).toEqual([5, 1, 1, 1, 1, 1]);
    expect(sessions[0]?.settings).toEqual({});
    expect(sessions.flatMap((session) => session.scenarios)).toEqual(
      scenarioNames.map((name) => scenarios[name]),
    );
  });

  it('start no mesh that nobody asked for', () => {
    expect(sessionsFor(optionsOf('--scenario overload'))).toHaveLength(1);
  });

  it('give all that wait a deadline that outlasts the last one’s beginning, within the service’s bound', () => {
    const [waiting] = sessionsFor(optionsOf('--scenario waiting'));
    expect(waiting?.settings.deadlineMs).toBeGreaterThan(60_000);
    expect(waiting?.settings.deadlineMs).toBeLessThanOrEqual(120_000);
    expect(waiting?.settings.appEnv?.['pos-service']).toMatchObject({ MAX_WAITING: '10000' });
  });
});
