import { deadLetterTopic, Topic } from '@tapmesh/events';
import { startMesh, takePayment, waitFor, type Mesh } from '@tapmesh/mesh';
import { TestBroker } from '@tapmesh/messaging/testing';
import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

const SHOP_BANK = 'mock-ase-shop-bank';
const DEADLINE_MS = 6_000;

/** The real commands on a real mesh: something breaks, is found, mended and put back. */
describe('an operator', () => {
  let mesh: Mesh;
  let bank: pg.Client;
  let paid: string;
  let silent: string;
  let letter: string;

  beforeAll(async () => {
    mesh = await startMesh({
      name: `operator-${randomBytes(4).toString('hex')}`,
      deadlineMs: DEADLINE_MS,
    });
    bank = new pg.Client({ connectionString: mesh.databases.get(SHOP_BANK) });
    bank.on('error', () => undefined);
    await bank.connect();
    // A bank that cannot book: every try of that message fails, and no other does.
    await bank.query('ALTER TABLE credits ADD CONSTRAINT planted CHECK (amount < 7777)');
    paid = await pay('alice', '7777');
    silent = await pay('sil', '1000');
  });
  afterAll(async () => {
    await bank?.end();
    await mesh?.stop();
  });

  async function pay(from: string, value: string): Promise<string> {
    const base = mesh.url('backend');
    const requestId = randomUUID();
    await takePayment(mesh, {
      requestId,
      signature: 's3cret-signature',
      payload: 's3cret-payload',
      amount: { value, assetCode: 'USD', assetScale: 2 },
      senderWalletAddress: `${base}/accounts/${from}`,
      receiverWalletAddress: `${base}/accounts/corner-shop`,
    });
    return requestId;
  }

  interface Ended {
    code: number;
    stdout: string;
    stderr: string;
  }

  function run(tool: string, ...args: string[]): Promise<Ended> {
    return execute(tool, [...args, '--name', mesh.name]);
  }

  function execute(tool: string, args: string[], env = process.env): Promise<Ended> {
    const cli = join(import.meta.dirname, `../dist/${tool}/cli.js`);
    return promisify(execFile)(process.execPath, [cli, ...args], { env }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      (error: Ended) => error,
    );
  }

  /** As for a mesh that somebody else runs. */
  function runByEnvironment(tool: string, ...args: string[]): Promise<Ended> {
    const url = (service: string): string => mesh.databases.get(service) ?? '';
    const env = {
      ...process.env,
      KAFKA_BROKERS: mesh.kafka.brokers,
      TOPIC_PREFIX: mesh.topicPrefix,
      BACKEND_DATABASE_URL: url('backend'),
      CARD_SERVICE_DATABASE_URL: url('card-service'),
      POS_SERVICE_DATABASE_URL: url('pos-service'),
      MOCK_ASE_DATABASE_URL: url(SHOP_BANK).replace(/_shop_bank$/, ''),
    };
    return execute(tool, args, env);
  }

  describe('reads a timeline', () => {
    const whoSaid = (stdout: string): string[] =>
      stdout
        .split('\n')
        .filter((line) => / ms {2}/.test(line))
        .map((line) => line.replace(/^ *\d+ ms */, '').replace(/ {2,}/g, ' '));

    it('of a paid payment: what was said and what was written down', async () => {
      const { code, stdout } = await run('timeline', paid);
      expect(code).toBe(0);
      const hops = whoSaid(stdout);
      expect(hops[0]).toBe('terminal POST /payment → pos-service');
      expect(hops).toEqual(
        expect.arrayContaining([
          'pos-service card payment REQUESTED · stored',
          'pos-service incoming_payment.create → payment-commands',
          'card-service outgoing_payment.create → payment-commands',
          'mock-ase-alpha-bank outgoing_payment.fund → payment-commands',
          'backend outgoing payment COMPLETED · stored',
          'backend outgoing_payment.funded → outgoing-payment-status',
          'card-service card_payment.approved → card-answers',
          'pos-service answers: approved → terminal',
        ]),
      );
      expect(stdout).not.toContain('note:');
      expect(stdout).not.toContain('s3cret');
    });

    it('of one that nobody decided, by the id of its outgoing payment, as JSON', async () => {
      const backend = new pg.Client({ connectionString: mesh.databases.get('backend') });
      await backend.connect();
      const { rows } = await backend.query<{ id: string }>(
        'SELECT id FROM outgoing_payments WHERE card_request_id = $1',
        [silent],
      );
      await backend.end();
      const { stdout } = await run('timeline', rows[0]!.id, '--json');
      const timeline = JSON.parse(stdout) as { moments: { what: string }[]; began: number };
      expect(timeline).toMatchObject({
        requestId: silent,
        answer: { text: 'declined (decision_timeout)' },
        notes: [],
      });
      expect(timeline.moments.map(({ what }) => what)).toEqual(
        expect.arrayContaining(['outgoing payment CANCELLED (decision_timeout)']),
      );
    });

    it('of a payment that nobody knows: none, and says so', async () => {
      const { code, stderr } = await run('timeline', randomUUID());
      expect(code).toBe(1);
      expect(stderr).toContain('nobody knows a payment');
      expect((await run('timeline', 'nonsense')).code).toBe(2);
    });
  });

  it('finds the letter of what could not be handled, and reads it', async () => {
    const listed = await waitFor(
      async () => {
        const { stdout } = await run('dead-letters', 'list', '--topic', Topic.IncomingPayments);
        return stdout.includes(paid) ? stdout : undefined;
      },
      { timeoutMs: 30_000, intervalMs: 500 },
    );
    expect(listed).toContain('incoming_payment.completed');
    expect(listed).toContain('violates check constraint "planted"');
    [letter = ''] = listed!.split(' ');
    expect(letter).toMatch(/^incoming-payments\.dead-letter\/0@\d+$/);

    const { stdout } = await run('dead-letters', 'show', letter);
    expect(stdout).toContain(`key ${paid}`);
    expect(stdout).toContain('"receivedAmount"');
    expect((await run('audit', '--within', '2')).stdout).toContain(`${paid}  credit_missing`);
  });

  it('sees no card’s data, unless it is asked for', async () => {
    const broker = await TestBroker.connect({
      brokers: mesh.servers.brokers,
      prefix: mesh.topicPrefix,
    });
    const headers = { 'dead-letter-topic': Topic.Assets, 'dead-letter-partition': '0' };
    const value = JSON.stringify({ signature: 's3cret', amount: '5' });
    await broker.sendRaw({ topic: deadLetterTopic(Topic.Assets), key: 'k', value, headers });
    await broker.close();

    const { stdout: listed } = await run('dead-letters', 'list', '--topic', Topic.Assets);
    const [id = ''] = listed.split(' ');
    const { stdout: masked } = await run('dead-letters', 'show', id);
    expect(masked).toContain('"signature": "***"');
    expect(`${listed}${masked}`).not.toContain('s3cret');
    expect((await run('dead-letters', 'show', id, '--reveal')).stdout).toContain('s3cret');
  });

  it('says what would be put back, and does nothing', async () => {
    await bank.query('ALTER TABLE credits DROP CONSTRAINT planted');
    const { code, stdout } = await run(
      'dead-letters',
      'replay',
      '--all',
      '--topic',
      Topic.IncomingPayments,
      '--dry-run',
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^would put back ${letter}: .*→ incoming-payments/\\d\n$`));
    const { stdout: listed } = await run('dead-letters', 'list');
    expect(listed).not.toContain('[replayed');
  });

  it('puts it back once what was in the way is mended, and it is handled', async () => {
    expect(await run('dead-letters', 'replay', letter)).toMatchObject({ code: 0 });
    expect(await run('audit')).toMatchObject({
      code: 0,
      stdout: '2 card payments: the books agree\n',
    });
    const { stdout: listed } = await run('dead-letters', 'list', '--since', '1h');
    expect(listed).toMatch(new RegExp(`^${letter} .*\\[replayed `, 'm'));
  });

  it('knows a mesh by the environment alone', async () => {
    expect(await runByEnvironment('audit')).toMatchObject({
      code: 0,
      stdout: '2 card payments: the books agree\n',
    });
    const { stdout } = await runByEnvironment('timeline', paid);
    expect(stdout).toContain('card_payment.approved');
    expect((await runByEnvironment('dead-letters', 'list')).stdout).toContain(letter);
  });

  it('puts nothing back twice by mistake, and changes nothing by doing it on purpose', async () => {
    const { code, stderr } = await run('dead-letters', 'replay', letter);
    expect(code).toBe(1);
    expect(stderr).toContain('--again puts it back once more');
    expect(await run('dead-letters', 'replay', letter, '--again')).toMatchObject({ code: 0 });
    expect(await run('audit')).toMatchObject({ code: 0 });
  });

  it('hears which letters there are not', async () => {
    const { code, stderr } = await run('dead-letters', 'show', 'assets.dead-letter/0@999');
    expect(code).toBe(1);
    expect(stderr).toContain('there is no letter assets.dead-letter/0@999');
  });
});
