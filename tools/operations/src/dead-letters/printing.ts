import { shownValue } from './masking.js';
import type { Letter } from './letter.js';
import type { Letters, OpenLetter } from './letter-box.js';

const MOST_OF_ERROR = 90;

export function formatLetters({ letters, unlisted }: Letters): string {
  if (letters.length === 0) return 'no dead letters\n';
  const lines = letters.map(line);
  if (unlisted > 0)
    lines.unshift(`… ${unlisted} older ones: narrow it with --topic, --type or --since`);
  return `${lines.join('\n')}\n`;
}

function line({ id, time, type, key, error, origin, replayed }: Letter): string {
  const from = `${origin.topic}/${origin.partition}@${origin.offset}`;
  const fate = replayed === undefined ? '' : `  [replayed ${replayed}]`;
  const why = error.length > MOST_OF_ERROR ? `${error.slice(0, MOST_OF_ERROR)}…` : error;
  return `${id}  ${time}  ${type}  ${key || '(no key)'}  from ${from}${fate}\n    ${why}`;
}

export function formatLetter({ letter, record }: OpenLetter, reveal: boolean): string {
  const headers = Object.entries(record.headers).map(([name, text]) => {
    // The letter's own words of the error are those that quote nothing.
    const shown = name === 'dead-letter-error' && !reveal ? letter.error : text;
    return `  ${name}: ${shown ?? ''}`;
  });
  return [
    letter.id,
    letter.replayed === undefined ? 'not put back' : `put back ${letter.replayed}`,
    `key ${letter.key || '(none)'}`,
    ...headers.toSorted(),
    shownValue(record.value, reveal),
    '',
  ].join('\n');
}
