import type { RunFigures } from '../figures/run-figures.js';
import { figure, table } from './table.js';

/** A line for each run, a column for each part of the mesh; nothing where nothing is known. */
export function byProcess(
  title: string,
  runs: readonly RunFigures[],
  of: (run: RunFigures) => Record<string, number>,
): string[] {
  const names = [...new Set(runs.flatMap((run) => Object.keys(of(run))))];
  if (names.length === 0) return [];
  const rows = runs.map((run) => {
    const values = names.map((name) => of(run)[name] ?? Number.NaN);
    const total = values.reduce((sum, each) => sum + each, 0);
    const cells = [...values, total].map((value) => figure(value, value < 100 ? 2 : 0));
    return [run.scenario, String(run.terminals), ...cells];
  });
  return [...table([[title, 'terminals', ...names, 'total'], ...rows]), ''];
}
