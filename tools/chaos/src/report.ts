import { passed, type ChaosResult } from './result.js';

const SHOWN = 20;

/** For a person, at the end. */
export function report(result: ChaosResult): string {
  const { seed, payments, unanswered, askedAgain, longestWaitMs, webhooks } = result;
  const lines = [
    '',
    `  seed           ${seed}`,
    `  payments       ${payments}, ${askedAgain} asked for more than once, ${unanswered} unanswered`,
    `  answers        ${counts(result.answers)}`,
    `  longest wait   ${(longestWaitMs / 1000).toFixed(1)} s`,
    `  webhooks       ${webhooks.accepted} accepted, ${webhooks.repeats} further attempts`,
    `  faults         ${counts(result.faults)}`,
    `  disagreements  ${result.disagreements.length}`,
    ...listed(
      result.disagreements.map(({ about, kind, message }) => `${about} ${kind}: ${message}`),
    ),
    ...titled('ended by themselves', result.crashes),
    ...titled('unhandled errors', result.unhandled),
    ...titled('not hurt or healed as planned', result.troubles),
    ...(result.answers.approved ? [] : ['  no payment was approved']),
    ...(result.quiet ? [] : ['  the mesh did not come to rest']),
    passed(result) ? '  every terminal was told the truth' : '  FAILED',
    '',
  ];
  return lines.join('\n');
}

function counts(of: Readonly<Record<string, number>>): string {
  const parts = Object.entries(of)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${count} ${name}`);
  return parts.join(', ') || 'none';
}

function titled(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`  ${title}: ${items.length}`, ...listed(items)];
}

function listed(items: readonly string[]): string[] {
  const more = items.length - SHOWN;
  return [
    ...items.slice(0, SHOWN).map((item) => `    ${item}`),
    ...(more > 0 ? [`    and ${more} more`] : []),
  ];
}
