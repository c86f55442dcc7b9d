import { Metrics } from './metrics.js';

describe('metrics that are read at the scrape', () => {
  it('show a number as a gauge, as it is now', async () => {
    const metrics = new Metrics();
    let waiting = 3;
    metrics.reading({ name: 'waiting', help: 'who waits', read: () => waiting });
    expect(await metrics.registry.getSingleMetricAsString('waiting')).toContain(
      '# TYPE waiting gauge\nwaiting 3',
    );
    waiting = 1;
    expect(await metrics.registry.getSingleMetricAsString('waiting')).toContain('waiting 1');
  });

  it('show one number for each value of a label, and a count as a counter', async () => {
    const metrics = new Metrics();
    const read = () => new Map(Object.entries({ Fetch: 7, Produce: 2 }));
    const definition = { name: 'requests_total', help: 'asked', labels: ['api'], counter: true };
    metrics.reading({ ...definition, read });
    const scrape = () => metrics.registry.getSingleMetricAsString('requests_total');
    for (const text of [await scrape(), await scrape()]) {
      expect(text).toContain('# TYPE requests_total counter');
      expect(text).toContain('requests_total{api="Fetch"} 7');
      expect(text).toContain('requests_total{api="Produce"} 2');
    }
  });
});
