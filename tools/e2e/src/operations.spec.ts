import { startMesh, waitFor, type Mesh } from '@tapmesh/mesh';
import { Bank } from './support/bank.js';
import { documentedMetrics, readAlerts, readPanels } from './support/operations-files.js';
import { familyOf, selectorsOf } from './support/promql.js';
import { scrapeAll, type Scrape } from './support/scrape.js';
import { Terminal } from './support/terminal.js';

/** Said by Prometheus itself of everything that it scrapes. */
const OF_PROMETHEUS = 'up';
/** Enough for a mesh's first payment on a busy machine. */
const DEADLINE_MS = 4_000;

/** A running mesh, as Prometheus sees it, against what docs/operations says. */
describe('what a mesh shows of itself', () => {
  let mesh: Mesh;
  let terminal: Terminal;
  let scrapes: Scrape[];

  beforeAll(async () => {
    mesh = await startMesh({
      name: 'e2e-operations',
      deadlineMs: DEADLINE_MS,
      instances: { 'webhook-bridge': 1 },
    });
    terminal = new Terminal(mesh);
    for (const from of ['alice', 'bob', 'sil']) await terminal.tap({ from });
    scrapes = await scrapeAll(mesh);
  });

  afterAll(() => mesh?.stop());

  const of = (service: string): Scrape => {
    const found = scrapes.find((scrape) => scrape.service === service);
    if (found === undefined) throw new Error(`${service} was not scraped`);
    return found;
  };

  it('is everything that the dashboard and the alerts ask for', async () => {
    const shown = new Set(scrapes.flatMap(({ types }) => [...types.keys()]));
    const expressions = [
      ...(await readAlerts()).map(({ expr }) => expr),
      ...(await readPanels()).flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
    ];
    const asked = new Set(expressions.flatMap(selectorsOf).map(({ metric }) => metric));
    asked.delete(OF_PROMETHEUS);
    expect(asked.size).toBeGreaterThan(20);
    expect([...asked].filter((name) => !shown.has(name) && !shown.has(familyOf(name)))).toEqual([]);
  });

  it('is what the table of metrics says, service by service, no more and no less', async () => {
    const documented = await documentedMetrics();
    for (const { service, types } of scrapes) {
      const shown = [...types].filter(([name]) => name.startsWith('tapmesh_'));
      const expected = documented
        .filter((metric) => metric.of === 'every' || metric.of === service)
        .map(({ name, kind }) => [name, kind]);
      expect({ service, shown: shown.toSorted() }).toEqual({ service, shown: expected.toSorted() });
    }
  });

  it('counts what became of each payment, and why', () => {
    const decided = (outcome: string, reason: string): number | undefined =>
      of('pos-service').value(
        `tapmesh_pos_payments_decided_total{outcome="${outcome}",reason="${reason}"}`,
      );
    expect(decided('approved', 'none')).toBe(1);
    expect(decided('declined', 'insufficient_funds')).toBe(1);
    expect(decided('declined', 'decision_timeout')).toBe(1);
    expect(of('backend').value('tapmesh_backend_deadline_closings_total')).toBe(1);
    expect(of('pos-service').value('tapmesh_pos_decision_seconds_count{outcome="declined"}')).toBe(
      2,
    );
  });

  it('counts a decision that came too late', async () => {
    const series =
      'tapmesh_backend_commands_total{command="outgoing_payment.fund",outcome="deadline_passed"}';
    const account = 'customer-06';
    await new Bank(mesh).script(account, { mode: 'late', afterDeadlineMs: 50 });
    await terminal.tap({ from: account });
    const late = await waitFor(
      async () => (await scrapeAll(mesh)).some((scrape) => scrape.value(series) === 1) || undefined,
      { timeoutMs: 15_000 },
    );
    expect(late).toBe(true);
  });

  it('has a lag of nothing, and empty outboxes, when everything is done', async () => {
    const quiet = await waitFor(
      async () => {
        const now = await scrapeAll(mesh);
        const backend = now.find(({ service }) => service === 'backend');
        const lag = backend?.value(
          'tapmesh_consumer_lag_messages{topic="payment-commands",consumer="backend"}',
        );
        const ages = now.map(({ value }) => value('tapmesh_outbox_stored_oldest_age_seconds'));
        return (lag === 0 && ages.every((age) => age === 0)) || undefined;
      },
      { timeoutMs: 15_000 },
    );
    expect(quiet).toBe(true);
  });
});
