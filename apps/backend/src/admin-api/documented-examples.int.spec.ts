import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { BackendUnderTest, OPERATOR } from '../testing/backend-under-test.js';

const run = promisify(execFile);
const PACKAGE = fileURLToPath(new URL('../..', import.meta.url));
const DOCUMENT = readFileSync(new URL('../../../../docs/admin-api.md', import.meta.url), 'utf8');

/** The code that follows the example's marker. */
function example(name: string): string {
  const behind = DOCUMENT.split(`<!-- example: ${name} -->`)[1] ?? '';
  return /```\w+\n([\s\S]*?)```/.exec(behind)![1]!;
}

describe('docs/admin-api.md', () => {
  let backend: BackendUnderTest;

  beforeAll(async () => {
    backend = await BackendUnderTest.start();
  });
  afterAll(() => backend.close());

  const answerOf = async (command: string, args: string[]): Promise<unknown> => {
    const { tenantId, secret } = OPERATOR;
    const { stdout } = await run(command, args, {
      cwd: PACKAGE,
      env: {
        ...process.env,
        ADMIN_API_URL: `${backend.url}/graphql`,
        TENANT_ID: tenantId,
        API_SECRET: secret,
        NODE_OPTIONS: '',
      },
    });
    return JSON.parse(stdout);
  };
  const answered = { data: { whoami: { id: OPERATOR.tenantId, isOperator: true } } };

  it('signs a request with curl and openssl', async () => {
    expect(await answerOf('bash', ['-euc', example('curl')])).toEqual(answered);
  });

  it('signs a request in TypeScript', async () => {
    const args = ['--input-type=module-typescript', '--eval', example('typescript')];
    expect(await answerOf(process.execPath, args)).toEqual(answered);
  });
});
