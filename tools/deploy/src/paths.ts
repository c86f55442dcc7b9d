import { join, resolve } from 'node:path';

/** The same from `src` and from `dist`. */
export const repositoryRoot = resolve(import.meta.dirname, '../../..');

export function inRepository(...path: string[]): string {
  return join(repositoryRoot, ...path);
}
