import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSeed } from './read-seed.js';

const demoSeed = join(import.meta.dirname, '../../../../seed.yml');

describe('readSeed', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'seed-'));
  });

  afterAll(() => rm(folder, { recursive: true }));

  async function messageFor(yaml: string): Promise<string> {
    const file = join(folder, 'seed.yml');
    await writeFile(file, yaml);
    return readSeed(file).then(
      () => '',
      (error: Error) => error.message,
    );
  }

  it("reads the repository's own demo data", async () => {
    const seed = await readSeed(demoSeed);
    expect(seed.tenants.length).toBeGreaterThan(0);
    expect(seed.accounts.map(({ behaviour }) => behaviour)).toEqual(
      expect.arrayContaining(['approve', 'decline', 'silent', 'merchant']),
    );
    expect(seed.merchants[0]?.terminals[0]?.key).toMatch(/^tk_/);
  });

  it('names everything that is wrong, by its place', async () => {
    const message = await messageFor(
      'accounts:\n  - { id: nope, tenant: t, path: alice, name: A, asset: USD, balance: 1.5, behaviour: shy }\n',
    );
    for (const place of [
      'accounts.0.id',
      'accounts.0.path',
      'accounts.0.balance',
      'accounts.0.behaviour',
    ]) {
      expect(message).toContain(place);
    }
  });

  it('names accounts whose tenant or asset is not there', async () => {
    const message = await messageFor(
      "accounts:\n  - { id: 01980000-0000-7000-8000-000000000301, tenant: ghost, path: /a, name: A, asset: XXX, balance: '1', behaviour: approve }\n",
    );
    expect(message).toContain('/a: no tenant is called ghost');
    expect(message).toContain('/a: no asset is called XXX');
  });

  it('names rates that are no decimal digits', async () => {
    const message = await messageFor('rates: { USD: { EUR: 0.92, JPY: "150" } }\n');
    expect(message).toContain('rates.USD.EUR');
    expect(message).not.toContain('JPY');
  });

  it.each([
    ['tenants: [', 'is not YAML'],
    ['tenants: 5', 'tenants'],
    ['just text', ''],
  ])('refuses %p without a stack', async (yaml, part) => {
    expect(await messageFor(yaml)).toContain(part);
  });

  it('says that a file is not there', async () => {
    await expect(readSeed(join(folder, 'none.yml'))).rejects.toThrow(/cannot be read/);
  });
});
