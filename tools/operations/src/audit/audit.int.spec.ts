import { waitFor } from '@tapmesh/mesh';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  ALPHA,
  BOB,
  CORNER_SHOP,
  CUSTOMER,
  NOBODY,
  row,
  SHOP,
  type Case,
  type Ids,
} from '../testing/cases.js';
import { MeshAtRest } from '../testing/mesh-at-rest.js';
import { harmless } from '../testing/harmless.js';
import { inBanks } from '../testing/planted-in-banks.js';
import { inLedger } from '../testing/planted-in-ledger.js';
import { inRequests } from '../testing/planted-in-requests.js';
import { inWebhooks, toldToBank } from '../testing/planted-in-webhooks.js';
import { whilePlanted, whilePlantedAll } from '../testing/planted.js';
import { audit, type AuditOptions } from './audit.js';
import type { AuditReport } from './report.js';

const CLI = join(import.meta.dirname, '../../dist/audit/cli.js');

const CLEAN: AuditReport = {
  payments: 4,
  webhooks: expect.objectContaining({ endpoints: 1, pending: 0, failed: 0 }),
  disagreements: [],
  quiet: true,
  withoutBooksOf: [],
};

/** The real services made these books, and PostgreSQL keeps them; what is broken is broken by SQL. */
describe('the audit', () => {
  let rest: MeshAtRest;
  let ids: Ids;
  let transfers: Set<string>;

  beforeAll(async () => {
    rest = await MeshAtRest.start();
    await waitFor(async () => (await look()).webhooks?.pending === 0 || undefined, {
      timeoutMs: 20_000,
    });
    expect(await look()).toEqual(CLEAN);
    await rest.stopServices();
    const [account] = await rest.rows<{ id: string }>(
      'backend',
      `SELECT id FROM ledger_accounts WHERE kind = 'SETTLEMENT' AND posted < 0`,
    );
    const { approved, declined, timedOut } = rest;
    ids = { approved, declined, timedOut, settlement: account!.id };
    const booked = await rest.rows<{ id: string }>('backend', 'SELECT id FROM ledger_transfers');
    transfers = new Set(booked.map(({ id }) => id));
  });
  afterAll(() => rest?.close());
  afterEach(async () => {
    expect(await look()).toEqual(CLEAN);
  });

  const look = (options?: AuditOptions): Promise<AuditReport> => audit(rest.mesh, options);

  /** `who kind` of everything found; the services' own complaints are those of the waiting. */
  async function found({ waits, ...planted }: Case): Promise<string[]> {
    const { disagreements, quiet } = await whilePlanted(rest, planted, () =>
      look(waits && { quietWithinMs: 700 }),
    );
    expect(quiet).toBe(waits === undefined);
    return disagreements.map(({ about, kind }) => `${nameOf(about)} ${kind}`).toSorted();
  }

  function nameOf(about: string): string {
    const { approved, declined, timedOut, settlement } = ids;
    const names = new Map([
      [approved.requestId, 'approved'],
      [declined.requestId, 'declined'],
      [timedOut.requestId, 'timedOut'],
      [approved.outgoing, 'its outgoing payment'],
      [approved.incoming, 'its incoming payment'],
      [settlement, 'settlement'],
      [CUSTOMER, 'customer'],
      [BOB, 'bob'],
      [CORNER_SHOP, 'shop'],
      [NOBODY, 'nobody'],
    ]);
    return names.get(about) ?? (transfers.has(about) ? 'transfer' : about);
  }

  describe.each([
    ['requests', inRequests],
    ['the banks', inBanks],
    ['the ledger', inLedger],
  ])('of %s', (_, cases) => {
    it.each(Object.entries(cases))('finds %s', async (_name, plant) => {
      const planted = plant(ids);
      expect(await found(planted)).toEqual(planted.finds.toSorted());
    });
  });

  describe.each(Object.entries(inWebhooks))('of webhooks', (name, plant) => {
    it(`finds ${name}, and where on the topics it is`, async () => {
      const told = await toldToBank(rest);
      const { says, finds, ...planted } = plant(told);
      const { disagreements } = await whilePlanted(rest, planted, look);
      const who = new Map([[told.endpointId, 'endpoint']]);
      expect(disagreements.map(({ about, kind }) => `${who.get(about) ?? about} ${kind}`)).toEqual(
        finds,
      );
      expect(disagreements[0]?.message).toContain(says);
    });
  });

  it('compares no webhooks where the bridge’s books are not', async () => {
    const databases = new Map(rest.mesh.databases);
    databases.delete('webhook-bridge');
    expect(await audit({ databases })).not.toHaveProperty('webhooks');
  });

  it.each(Object.entries(harmless))('finds nothing wrong with %s', async (_name, plant) => {
    await whilePlantedAll(rest, plant(ids), async () => {
      expect(await look()).toMatchObject({ payments: 5, disagreements: [], quiet: true });
    });
  });

  it.each(['pos-service', 'card-service', 'backend', ALPHA, SHOP])(
    'finds a message that is stuck in the outbox of %s',
    async (service) => {
      const planted: Case = {
        ...row(service, 'outbox', `topic = 'planted'`),
        statement: `INSERT INTO outbox (message_id, topic, key, headers, value)
          VALUES ('${NOBODY}', 'planted', 'k', '{}', '{}')`,
        finds: [`${service} stuck`],
        waits: true,
      };
      expect(await found(planted)).toEqual(planted.finds);
    },
  );

  it('tells what it waits for, and goes on when it has come', async () => {
    const lines: string[] = [];
    const planted = {
      ...row(SHOP, 'outbox', `topic = 'planted'`),
      statement: `INSERT INTO outbox (message_id, topic, key, headers, value)
        VALUES ('${NOBODY}', 'planted', 'k', '{}', '{}')`,
    };
    let audited: Promise<AuditReport> | undefined;
    await whilePlanted(rest, planted, async () => {
      audited = look({ onProgress: (line) => lines.push(line) });
      await waitFor(() => Promise.resolve(lines.length > 0 || undefined), { timeoutMs: 20_000 });
    });
    expect(lines[0]).toMatch(/for rest: mock-ase-shop-bank: 1 messages in the outbox$/);
    expect(await audited).toEqual(CLEAN);
  });

  it('compares what there is where a bank’s books are not, and says whose are missing', async () => {
    const databases = new Map(rest.mesh.databases);
    databases.delete(ALPHA);
    expect(await audit({ databases })).toEqual({ ...CLEAN, withoutBooksOf: ['alpha-bank'] });
  });

  describe('as a command', () => {
    const run = (...args: string[]) =>
      promisify(execFile)(process.execPath, [CLI, ...args]).then(
        ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
        (error: { code: number; stdout: string; stderr: string }) => error,
      );

    it('ends with 0 where the books agree', async () => {
      expect(await run('--name', rest.mesh.name)).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(
          /^4 card payments, \d+ events for 1 webhook endpoint \(.+\): the books agree\n$/,
        ),
      });
    });

    it('ends with 1 where they do not, says why and writes it down', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'tapmesh-audit-'));
      const json = join(folder, 'report.json');
      const { requestId } = ids.declined;
      const planted = {
        ...row('pos-service', 'card_payments', `request_id = '${requestId}'`),
        statement: `UPDATE card_payments SET decline_reason = 'card_blocked'
          WHERE request_id = '${requestId}'`,
      };
      try {
        const { code, stdout } = await whilePlanted(rest, planted, () =>
          run('--name', rest.mesh.name, '--json', json),
        );
        expect(code).toBe(1);
        expect(stdout).toContain(`${requestId}  reason_differs: POS service DECLINED`);
        expect(JSON.parse(await readFile(json, 'utf8'))).toMatchObject({
          payments: 4,
          quiet: true,
          disagreements: [{ about: requestId, kind: 'reason_differs' }],
        });
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });

    it('ends with 2 where a database cannot be reached', async () => {
      // Nobody listens on port 1.
      const nowhere = 'postgres://nobody@127.0.0.1:1/nowhere';
      const variables = ['BACKEND', 'CARD_SERVICE', 'POS_SERVICE'];
      const named = variables.map((service) => [`${service}_DATABASE_URL`, nowhere]);
      const { code, stderr } = await promisify(execFile)(process.execPath, [CLI], {
        env: { PATH: process.env.PATH, ...Object.fromEntries(named) },
      }).then(
        () => ({ code: 0, stderr: '' }),
        (error: { code: number; stderr: string }) => error,
      );
      expect(code).toBe(2);
      expect(stderr).toContain('the database of the pos-service cannot be reached');
    });

    it('ends with 2 where the bridge’s offsets cannot be read', async () => {
      const broken = { ...rest.mesh, kafka: { brokers: '127.0.0.1:1' }, topicPrefix: '' };
      const { databases } = rest.mesh;
      await expect(audit({ ...broken, databases })).rejects.toThrow(
        '127.0.0.1:1: the offsets of the webhook-bridge cannot be read',
      );
    });

    it('says how to name a mesh that it does not find', async () => {
      const { code, stderr } = await run('--name', 'nobody-called-so');
      expect(code).toBe(2);
      expect(stderr).toContain('no mesh called "nobody-called-so" is running');
    });
  });
});
