import { parser } from '@prometheus-io/lezer-promql';

/** What a PromQL expression asks for. */
export interface Asked {
  metric: string;
  /** Labels that it is matched by. */
  labels: string[];
}

/** @throws when it is no PromQL. Grafana's `$__rate_interval` stands for a duration. */
export function selectorsOf(expression: string): Asked[] {
  const text = expression.replaceAll('$__rate_interval', '5m');
  const selectors: Asked[] = [];
  parser.parse(text).iterate({
    enter: ({ type, from, to, node }) => {
      if (type.isError) {
        throw new Error(`no PromQL at ${JSON.stringify(text.slice(from, to + 20))}: ${text}`);
      }
      if (type.name !== 'VectorSelector') return;
      const name = node.getChild('Identifier');
      const labels: string[] = [];
      node.cursor().iterate((inner) => {
        if (inner.name === 'LabelName') labels.push(text.slice(inner.from, inner.to));
      });
      selectors.push({ metric: name === null ? '' : text.slice(name.from, name.to), labels });
    },
  });
  return selectors;
}

/** `_bucket`, `_sum` and `_count` belong to the histogram of the name before them. */
export function familyOf(series: string): string {
  return series.replace(/_(bucket|sum|count)$/, '');
}
