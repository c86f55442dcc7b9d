import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemasFolder } from '../paths.js';
import { compareContracts } from './compare-contracts.js';
import { currentContract, type ContractSchemas } from './contract-schemas.js';
import { describeFinding } from './finding.js';

const VERSION = /^(\d+)\.(\d+)\.(\d+)$/;
const releasedFolder = (folder: string): string => join(folder, 'released');
const acknowledgedFile = (folder: string): string => join(folder, 'readers-first.json');

/** Something that the person at the keyboard can put right. */
export class ReleaseError extends Error {}

/** By version, the newest last. */
export function releasedVersions(folder = schemasFolder): string[] {
  return readdirSync(releasedFolder(folder))
    .map((file) => file.replace(/\.json$/, ''))
    .filter((version) => VERSION.test(version))
    .sort(byVersion);
}

export function readReleased(version: string, folder = schemasFolder): ContractSchemas {
  const file = join(releasedFolder(folder), `${version}.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as ContractSchemas;
}

/** What may be said only once every reader is of this version; the release notes tell it. */
export function acknowledged(folder = schemasFolder): string[] {
  return JSON.parse(readFileSync(acknowledgedFile(folder), 'utf8')) as string[];
}

/**
 * Keeps the schemas as they are now under a version, and begins a new list of what readers need first.
 * @returns the file
 * @throws {ReleaseError} where the version is none, exists or is not the newest, or breaks the last one
 */
export function release(version: string, folder = schemasFolder): string {
  if (!VERSION.test(version)) throw new ReleaseError(`"${version}" is no version like 1.2.3`);
  const last = releasedVersions(folder).at(-1);
  if (last !== undefined && byVersion(version, last) <= 0) {
    throw new ReleaseError(`${last} is released already: take a higher version than it`);
  }
  const now = currentContract(version);
  const findings = last === undefined ? [] : compareContracts(readReleased(last, folder), now);
  const breaking = findings.filter(({ severity }) => severity === 'breaking');
  if (breaking.length > 0) {
    throw new ReleaseError(
      [`${version} breaks what ${last} reads or says:`, ...breaking.map(describeFinding)].join(
        '\n  ',
      ),
    );
  }
  const file = join(releasedFolder(folder), `${version}.json`);
  if (existsSync(file)) throw new ReleaseError(`${file} exists: a release is never edited`);
  writeFileSync(file, `${JSON.stringify(now, undefined, 2)}\n`);
  writeFileSync(acknowledgedFile(folder), '[]\n');
  return file;
}

function byVersion(one: string, other: string): number {
  const [a, b] = [one, other].map((version) => version.split('.').map(Number));
  const place = a?.findIndex((part, index) => part !== b?.[index]) ?? -1;
  return place === -1 ? 0 : (a?.[place] ?? 0) - (b?.[place] ?? 0);
}
