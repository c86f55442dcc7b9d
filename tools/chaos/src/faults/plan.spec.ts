import fc from 'fast-check';
import { faultKinds } from './fault.js';
import { planFaults } from './plan.js';

const whom = {
  targets: ['backend', 'card-service', 'pos-service', 'webhook-bridge'].flatMap((service) => [
    { service, instance: 1 },
    { service, instance: 2 },
  ]),
  consumers: ['bank', 'cards'],
};
const seeds = fc.integer({ min: 0, max: 0x7fff_ffff });

describe('the plan of faults', () => {
  it('is the same for the same seed', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 10, max: 600 }), (seed, seconds) => {
        const options = { seed, seconds, ...whom };
        expect(planFaults(options)).toEqual(planFaults(options));
      }),
    );
  });

  it('is another for another seed', () => {
    const plans = [1, 2, 3, 4, 5].map((seed) => planFaults({ seed, seconds: 60, ...whom }));
    expect(new Set(plans.map((plan) => JSON.stringify(plan))).size).toBe(plans.length);
  });

  it('has every kind within two minutes, whatever the seed', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const kinds = planFaults({ seed, seconds: 120, ...whom }).map(({ kind }) => kind);
        expect(new Set(kinds)).toEqual(new Set(faultKinds));
      }),
    );
  });

  it('hurts every service within five minutes, whatever the seed', () => {
    const services = new Set(whom.targets.map(({ service }) => service));
    fc.assert(
      fc.property(seeds, (seed) => {
        const hurt = planFaults({ seed, seconds: 300, ...whom }).flatMap((fault) =>
          'target' in fault ? fault.target.service : [],
        );
        expect(new Set(hurt)).toEqual(services);
      }),
    );
  });

  it('keeps to its time, in order, and is a longer run’s beginning', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 300 }), (seed, seconds) => {
        const plan = planFaults({ seed, seconds, ...whom });
        const times = plan.map(({ atMs }) => atMs);
        expect(times).toEqual([...times].sort((a, b) => a - b));
        for (const atMs of times) expect(atMs).toBeLessThanOrEqual(seconds * 1000);
        const longer = planFaults({ seed, seconds: seconds * 2, ...whom });
        expect(longer.slice(0, plan.length)).toEqual(plan);
      }),
    );
  });
});
