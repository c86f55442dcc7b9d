import type { Mesh } from '@tapmesh/mesh';

/** What one service shows at `/metrics`. */
export interface Scrape {
  service: string;
  /** Every metric with its type, whether or not it has a value yet. */
  types: ReadonlyMap<string, string>;
  /** The value of a series, written as it is there: `name{label="value"}`. */
  value(series: string): number | undefined;
}

export function scrapeAll(mesh: Mesh): Promise<Scrape[]> {
  return Promise.all(mesh.services.map(({ name, url }) => scrape(name, url)));
}

async function scrape(service: string, url: string): Promise<Scrape> {
  const lines = (await (await fetch(`${url}/metrics`)).text()).split('\n');
  const types = new Map(
    lines.flatMap((line) => {
      const [, name, type] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
      return name !== undefined && type !== undefined ? [[name, type] as const] : [];
    }),
  );
  const values = new Map(
    lines.map((line) => {
      const space = line.lastIndexOf(' ');
      return [line.slice(0, space), Number(line.slice(space + 1))] as const;
    }),
  );
  return { service, types, value: (series) => values.get(series) };
}
