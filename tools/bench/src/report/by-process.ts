import type { RunFigures } from '../figures/run-figures.js';
import { figure, table } from './table.js';

/** A line for each part of the mesh, a column for each run; nothing where nothing is known. */
export function byProcess(
  title: string,
  runs: readonly RunFigures[],
  of: (run: RunFigures) => Record<string, number>,
): string[] {
  const names = [...new Set(runs.flatMap((run) => Object.keys(of(run))))];
  if (names.length === 0) return [];
  const header = [title, ...runs.map(({ scenario, terminals }) => `${scenario} ${terminals}`)];
  const total = (run: RunFigures): number =>
    Object.values(of(run)).reduce((sum, each) => sum + each, 0);
  const line = (name: string, value: (run: RunFigures) => number): string[] => [
    name,
    ...runs.map((run) => figure(value(run), value(run) < 100 ? 2 : 0)),
  ];
  const lines = names.map((name) => line(name, (run) => of(run)[name] ?? Number.NaN));
  return [...table([header, ...lines, line('total', total)]), ''];
}
