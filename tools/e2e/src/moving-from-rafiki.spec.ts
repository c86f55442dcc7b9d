import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const page = readFileSync(join(root, 'docs/moving-from-rafiki.md'), 'utf8').replace(/\s+/g, ' ');

/** By name: the whole text of a test file, or of several of one name. */
const specs = new Map<string, string>();
for (const file of globSync('{apps,libs,tools}/*/src/**/*.spec.ts', { cwd: root })) {
  const text = readFileSync(join(root, file), 'utf8');
  specs.set(basename(file), `${specs.get(basename(file)) ?? ''}${text}`);
}

const named = [...page.matchAll(/`([\w.-]+\.spec\.ts)`(?:: "([^"]+)")?/g)].map(
  ([, file = '', title = '']) => [file, title] as const,
);

describe('docs/moving-from-rafiki.md', () => {
  it('names a test for what it says', () => {
    expect(named.length).toBeGreaterThan(15);
  });

  it.each(named)('names %s "%s", which there is', (file, title) => {
    expect(specs.get(file)).toContain(title);
  });
});
