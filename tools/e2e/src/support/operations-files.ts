import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';

const folder = join(import.meta.dirname, '../../../../docs/operations');

export interface Alert {
  alert: string;
  expr: string;
  annotations: { summary: string; runbook: string };
  labels: { severity: string };
}

export interface Panel {
  type: string;
  title: string;
  targets?: { expr: string }[];
}

/** A row of the table of metrics. */
export interface DocumentedMetric {
  name: string;
  kind: string;
  labels: string[];
  /** The service that shows it, or `every`. */
  of: string;
}

export async function readAlerts(): Promise<Alert[]> {
  const { groups } = parse(await read('alerts.yml')) as { groups: { rules: Alert[] }[] };
  return groups.flatMap(({ rules }) => rules);
}

export async function readPanels(): Promise<Panel[]> {
  const dashboard = JSON.parse(await read('grafana-dashboard.json')) as { panels: Panel[] };
  return dashboard.panels;
}

/** The names of the runbooks, without `.md`. */
export async function runbooks(): Promise<string[]> {
  return (await readdir(join(folder, 'runbooks'))).map((file) => file.replace(/\.md$/, ''));
}

export function readRunbook(name: string): Promise<string> {
  return read(join('runbooks', `${name}.md`));
}

export async function documentedMetrics(): Promise<DocumentedMetric[]> {
  return (await read('metrics.md'))
    .split('\n')
    .filter((line) => line.startsWith('| `tapmesh_'))
    .map((line) => {
      const [, name = '', kind = '', labels = '', of = ''] = line
        .split('|')
        .map((cell) => cell.trim());
      return {
        name: unquoted(name),
        kind,
        labels: labels.split(', ').filter(Boolean).map(unquoted),
        of,
      };
    });
}

function unquoted(code: string): string {
  return code.replaceAll('`', '');
}

function read(file: string): Promise<string> {
  return readFile(join(folder, file), 'utf8');
}
