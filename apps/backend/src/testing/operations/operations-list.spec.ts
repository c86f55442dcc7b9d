import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { operationsList } from './operations-list.js';

const DOCUMENT = new URL('../../../../../docs/admin-api.md', import.meta.url);
const [BEGIN, END] = ['<!-- operations: begin -->', '<!-- operations: end -->'];

describe('docs/admin-api.md', () => {
  it('lists the operations as they are tried; `npm run admin-api-docs` writes them anew', async () => {
    const stored = readFileSync(DOCUMENT, 'utf8');
    const [before, rest] = stored.split(BEGIN);
    const [, after] = rest!.split(END);
    const text = `${before}${BEGIN}\n\n${operationsList()}\n\n${END}${after}`;
    const current = await format(text, { parser: 'markdown', printWidth: 100, singleQuote: true });
    if (process.env.ADMIN_API_DOCS === 'write') writeFileSync(DOCUMENT, current);
    expect(readFileSync(DOCUMENT, 'utf8')).toBe(current);
  });
});
