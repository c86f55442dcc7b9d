import { validateSync, type ValidationError } from 'class-validator';
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { StartError } from '../service/start-error.js';
import { toSeed, type Seed } from './seed.js';

/** @throws {StartError} naming the file and everything that is wrong in it */
export async function readSeed(file: string): Promise<Seed> {
  const seed = toSeed(parseYaml(file, await readText(file)));
  const problems = [
    ...wrongFields(validateSync(seed)),
    ...danglingNames(seed),
    ...wrongRates(seed),
  ];
  if (problems.length > 0) {
    throw new StartError(`the seed file ${file} is wrong:\n  ${problems.join('\n  ')}`);
  }
  return seed;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new StartError(`the seed file ${file} cannot be read: is SEED_FILE right?`, {
      cause: error,
    });
  }
}

function parseYaml(file: string, text: string): unknown {
  try {
    return parse(text) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new StartError(`the seed file ${file} is not YAML: ${reason}`, { cause: error });
  }
}

function wrongFields(errors: ValidationError[], path = ''): string[] {
  return errors.flatMap(({ property, constraints, children }) => [
    ...Object.values(constraints ?? {}).map((message) => `${path}${property}: ${message}`),
    ...wrongFields(children ?? [], `${path}${property}.`),
  ]);
}

function wrongRates({ rates }: Seed): string[] {
  return Object.entries(rates ?? {}).flatMap(([base, others]) =>
    Object.entries(others ?? {}).flatMap(([code, digits]) =>
      typeof digits === 'string' && /^\d{1,18}(\.\d{1,18})?$/.test(digits)
        ? []
        : [`rates.${base}.${code}: must be a decimal number in quotes`],
    ),
  );
}

function danglingNames({ tenants, assets, accounts, merchants }: Seed): string[] {
  const slugs = new Set(tenants.map(({ slug }) => slug));
  const codes = new Set(assets.map(({ code }) => code));
  const paths = new Set(accounts.map(({ path }) => path));
  return [
    ...accounts.flatMap(({ path, tenant, asset }) => [
      ...(slugs.has(tenant) ? [] : [`${path}: no tenant is called ${tenant}`]),
      ...(codes.has(asset) ? [] : [`${path}: no asset is called ${asset}`]),
    ]),
    ...merchants.flatMap(({ name, accounts: own }) =>
      own.filter((path) => !paths.has(path)).map((path) => `${name}: no account is at ${path}`),
    ),
  ];
}
