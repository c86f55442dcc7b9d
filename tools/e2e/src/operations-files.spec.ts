import {
  documentedMetrics,
  readAlerts,
  readPanels,
  readRunbook,
  runbooks,
  type Alert,
} from './support/operations-files.js';
import { familyOf, selectorsOf } from './support/promql.js';

/** What Prometheus itself knows of a target, beside what the target says. */
const OF_PROMETHEUS = ['up'];
const LABELS_OF_PROMETHEUS = ['job', 'instance', 'le'];

/** The files of docs/operations among themselves; `operations.spec.ts` compares them with a mesh. */
describe('docs/operations', () => {
  let alerts: Alert[];

  beforeAll(async () => {
    alerts = await readAlerts();
  });

  it('has a runbook for each alert, an alert for each runbook', async () => {
    const names = alerts.map(({ alert }) => alert);
    expect(names.length).toBeGreaterThan(0);
    expect((await runbooks()).toSorted()).toEqual(names.toSorted());
    expect(alerts.map(({ annotations }) => annotations.runbook)).toEqual(
      names.map((name) => `runbooks/${name}.md`),
    );
  });

  it('says in each runbook what it means, who sees what, where to look, what to do, when it is over', async () => {
    for (const { alert } of alerts) {
      const text = await readRunbook(alert);
      const missing = ['Means.', 'Who sees what.', 'Look.', 'Do.', 'Over'].filter(
        (part) => !text.includes(`**${part}`),
      );
      expect({ alert, missing }).toEqual({ alert, missing: [] });
    }
  });

  it('asks only for metrics and labels that the table of metrics has', async () => {
    const documented = new Map((await documentedMetrics()).map((metric) => [metric.name, metric]));
    const panels = await readPanels();
    const expressions = [
      ...alerts.map(({ expr }) => expr),
      ...panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
    ];
    expect(expressions.length).toBeGreaterThan(alerts.length);
    for (const { metric, labels } of expressions.flatMap(selectorsOf)) {
      if (OF_PROMETHEUS.includes(metric) || !metric.startsWith('tapmesh_')) continue;
      const row = documented.get(metric) ?? documented.get(familyOf(metric));
      const known = [...(row?.labels ?? []), ...LABELS_OF_PROMETHEUS];
      const unknown = labels.filter((label) => !known.includes(label));
      expect({ metric, documented: row !== undefined, unknown }).toEqual({
        metric,
        documented: true,
        unknown: [],
      });
    }
  });

  it('has a panel for something in every graph of the dashboard', async () => {
    const graphs = (await readPanels()).filter(({ type }) => type !== 'row');
    expect(graphs.length).toBeGreaterThan(10);
    expect(graphs.filter(({ targets = [] }) => targets.length === 0)).toEqual([]);
  });
});

describe('a PromQL expression', () => {
  it('is asked for its metrics and the labels that they are matched by', () => {
    expect(
      selectorsOf('sum by (le) (rate(a_bucket{code="x",job=~"$job"}[$__rate_interval])) > b'),
    ).toEqual([
      { metric: 'a_bucket', labels: ['code', 'job'] },
      { metric: 'b', labels: [] },
    ]);
  });

  it('is refused when it is none', () => {
    expect(() => selectorsOf('sum(rate(a[5m])')).toThrow('no PromQL');
  });
});
