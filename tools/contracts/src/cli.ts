import { readFileSync, writeFileSync } from 'node:fs';
import { asyncapiText } from './asyncapi/document.js';
import { asyncapiFile } from './paths.js';
import { release, ReleaseError } from './compatibility/released.js';

const HELP = `npm run contracts -- <command>    what libs/events promises, as files

  asyncapi             writes docs/asyncapi.yaml from libs/events (npm run asyncapi is the same)
  asyncapi --check     exit code 1 where docs/asyncapi.yaml is not what libs/events says
  release VERSION      keeps the payloads' schemas as they are now in libs/events/schemas/released,
                       for later versions to be compared with; refuses what breaks the last release
  --help               this text
`;

function run([command, ...rest]: string[]): number {
  if (command === 'asyncapi' && rest.length === 0) {
    writeFileSync(asyncapiFile, asyncapiText());
    console.log(`wrote ${asyncapiFile}`);
    return 0;
  }
  if (command === 'asyncapi' && rest.length === 1 && rest[0] === '--check') return check();
  if (command === 'release' && rest.length === 1) {
    console.log(`wrote ${release(rest[0] ?? '')}`);
    return 0;
  }
  const asked = command === '--help' || rest.includes('--help');
  (asked ? console.log : console.error)(HELP);
  return asked ? 0 : 2;
}

function check(): number {
  if (readFileSync(asyncapiFile, 'utf8') === asyncapiText()) {
    console.log('docs/asyncapi.yaml is current');
    return 0;
  }
  console.error('docs/asyncapi.yaml is not what libs/events says: npm run asyncapi');
  return 1;
}

try {
  process.exitCode = run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof ReleaseError)) throw error;
  console.error(`contracts: ${error.message}`);
  process.exitCode = 1;
}
