import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareContracts } from './compare-contracts.js';
import { currentContract } from './contract-schemas.js';
import { describeFinding } from './finding.js';
import { acknowledged, readReleased, release, releasedVersions, ReleaseError } from './released.js';

describe('libs/events against the last release', () => {
  const last = releasedVersions().at(-1) ?? '';
  const findings = compareContracts(readReleased(last), currentContract('current'));
  const told = (severity: string): string[] =>
    findings.filter((finding) => finding.severity === severity).map(describeFinding);

  it('breaks nobody who still runs it: a new meaning needs a new field or a new message type', () => {
    expect(told('breaking')).toEqual([]);
  });

  it('lists in schemas/readers-first.json what may be said only when every reader is new', () => {
    expect(told('readers-first').sort()).toEqual(acknowledged().sort());
  });
});

describe('a release', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'released-'));
    mkdirSync(join(folder, 'released'));
    writeFileSync(join(folder, 'readers-first.json'), '["something"]');
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('keeps the schemas as they are, and begins a new list', () => {
    release('1.0.0', folder);
    expect(readReleased('1.0.0', folder)).toEqual(currentContract('1.0.0'));
    expect(acknowledged(folder)).toEqual([]);
  });

  it('orders versions by number', () => {
    for (const version of ['1.9.0', '1.10.0', '2.0.0']) release(version, folder);
    expect(releasedVersions(folder)).toEqual(['1.9.0', '1.10.0', '2.0.0']);
  });

  it.each(['1.0.0', '0.9.9'])('%s after 1.0.0 is refused', (version) => {
    release('1.0.0', folder);
    expect(() => release(version, folder)).toThrow(ReleaseError);
  });

  it('without a number is refused', () => {
    expect(() => release('latest', folder)).toThrow('"latest" is no version like 1.2.3');
  });

  it('that breaks the last one is refused, and leaves nothing', () => {
    const file = release('1.0.0', folder);
    const edited = readFileSync(file, 'utf8').replaceAll('"reason"', '"cause"');
    writeFileSync(file, edited);
    expect(() => release('1.1.0', folder)).toThrow(/1\.1\.0 breaks what 1\.0\.0 reads or says:/);
    expect(releasedVersions(folder)).toEqual(['1.0.0']);
  });
});
