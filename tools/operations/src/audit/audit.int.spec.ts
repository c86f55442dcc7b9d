import { waitFor } from '@tapmesh/mesh';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MeshAtRest } from '../testing/mesh-at-rest.js';
import { whilePlanted, type Planted } from '../testing/planted.js';
import { audit, type AuditOptions } from './audit.js';
import type { AuditReport } from './report.js';

const CLI = join(import.meta.dirname, '../../dist/audit/cli.js');
const ALPHA = 'mock-ase-alpha-bank';
const SHOP = 'mock-ase-shop-bank';
const CUSTOMER = '01980000-0000-7000-8000-000000000311';
const BOB = '01980000-0000-7000-8000-000000000302';
const CORNER_SHOP = '01980000-0000-7000-8000-000000000350';
const EUR = '01980000-0000-7000-8000-000000000202';
const NOBODY = '01980000-0000-7000-8000-00000000dead';

/** What is broken, and all that the audit is to say of it. */
interface Case extends Planted {
  finds: string[];
  /** It looks as though it were still under way: the audit waits for it as long as it is allowed. */
  waits?: true;
}

/** The real services made these books, and PostgreSQL keeps them; what is broken is broken by SQL. */
describe('the audit', () => {
  let rest: MeshAtRest;
  let approved: MeshAtRest['approved'];
  let declined: MeshAtRest['declined'];
  let timedOut: MeshAtRest['timedOut'];
  let settlement: string;
  let transfers: Set<string>;

  beforeAll(async () => {
    rest = await MeshAtRest.start();
    ({ approved, declined, timedOut } = rest);
    expect(await look()).toEqual({ payments: 4, disagreements: [], quiet: true });
    await rest.stopServices();
    const [account] = await rest.rows<{ id: string }>(
      'backend',
      `SELECT id FROM ledger_accounts WHERE kind = 'SETTLEMENT' AND posted < 0`,
    );
    settlement = account!.id;
    const booked = await rest.rows<{ id: string }>('backend', 'SELECT id FROM ledger_transfers');
    transfers = new Set(booked.map(({ id }) => id));
  });
  afterAll(() => rest?.close());
  afterEach(async () => {
    expect(await look()).toEqual({ payments: 4, disagreements: [], quiet: true });
  });

  const look = (options?: AuditOptions): Promise<AuditReport> =>
    audit({ databases: rest.mesh.databases }, options);

  /** `who kind` of everything found; the services' own complaints are those of the waiting. */
  async function found({ waits, ...planted }: Case): Promise<string[]> {
    const { disagreements, quiet } = await whilePlanted(rest, planted, () =>
      look(waits && { quietWithinMs: 700 }),
    );
    expect(quiet).toBe(waits === undefined);
    return disagreements.map(({ about, kind }) => `${nameOf(about)} ${kind}`).toSorted();
  }

  function nameOf(about: string): string {
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

  function expectFinds(name: string, plant: () => Case): void {
    it(`finds ${name}`, async () => {
      const planted = plant();
      expect(await found(planted)).toEqual(planted.finds.toSorted());
    });
  }

  const atPos = (requestId: string) => ({
    service: 'pos-service',
    touches: [{ table: 'card_payments', where: `request_id = '${requestId}'` }],
  });
  const atCard = (requestId: string) => ({ ...atPos(requestId), service: 'card-service' });
  const row = (service: string, table: string, where: string) => ({
    service,
    touches: [{ table, where }],
  });
  const hold = (paymentId: string, service = ALPHA) =>
    row(service, 'holds', `payment_id = '${paymentId}'`);
  const credit = (paymentId: string) =>
    row(SHOP, 'credits', `incoming_payment_id = '${paymentId}'`);

  describe('of requests', () => {
    expectFinds('one that the POS service does not know', () => ({
      ...atPos(approved.requestId),
      statement: `DELETE FROM card_payments WHERE request_id = '${approved.requestId}'`,
      finds: ['approved unknown_at_pos'],
    }));

    expectFinds('one that has no outcome', () => ({
      ...atPos(timedOut.requestId),
      statement: `UPDATE card_payments SET status = 'REQUESTED', decline_reason = NULL,
        decided_at = NULL WHERE request_id = '${timedOut.requestId}'`,
      finds: ['timedOut stuck', 'pos-service stuck'],
      waits: true,
    }));

    expectFinds('one that was paid though its terminal heard no', () => ({
      ...atPos(approved.requestId),
      statement: `UPDATE card_payments SET status = 'DECLINED', decline_reason = 'card_blocked',
        outgoing_payment_id = NULL WHERE request_id = '${approved.requestId}'`,
      // At the card service, and in both of the backend's payments.
      finds: Array<string>(3).fill('approved outcome_differs'),
    }));

    expectFinds('a reason that the terminal alone was told', () => ({
      ...atPos(declined.requestId),
      statement: `UPDATE card_payments SET decline_reason = 'card_blocked'
        WHERE request_id = '${declined.requestId}'`,
      finds: ['declined reason_differs'],
    }));

    expectFinds('another amount at the till', () => ({
      ...atPos(approved.requestId),
      statement: `UPDATE card_payments SET amount_value = 999
        WHERE request_id = '${approved.requestId}'`,
      finds: Array<string>(3).fill('approved amount_differs'),
    }));

    expectFinds('one that the card service does not know', () => ({
      ...atCard(declined.requestId),
      statement: `DELETE FROM card_payments WHERE request_id = '${declined.requestId}'`,
      finds: ['declined unknown_at_card'],
    }));

    expectFinds('one that the card service has declined', () => ({
      ...atCard(approved.requestId),
      statement: `UPDATE card_payments SET status = 'DECLINED', decline_reason = 'card_blocked'
        WHERE request_id = '${approved.requestId}'`,
      finds: ['approved outcome_differs'],
    }));

    expectFinds('one that was paid twice', () => ({
      ...row('backend', 'outgoing_payments', `id = '${NOBODY}'`),
      statement: `INSERT INTO outgoing_payments SELECT (jsonb_populate_record(p, jsonb_build_object(
          'id', '${NOBODY}', 'tenant_id', '${NOBODY}', 'state', 'CANCELLED', 'completed_at', NULL,
          'cancelled_at', now(), 'cancel_reason', 'card_blocked'))).*
        FROM outgoing_payments p WHERE id = '${approved.outgoing}'`,
      finds: [
        'approved paid_twice',
        'approved outgoing_payment_differs',
        'approved outcome_differs',
      ],
    }));

    expectFinds('an outgoing payment that is gone', () => ({
      ...row('backend', 'outgoing_payments', `id = '${approved.outgoing}'`),
      statement: `DELETE FROM outgoing_payments WHERE id = '${approved.outgoing}'`,
      finds: [
        'approved outgoing_payment_missing',
        'its outgoing payment hold_without_payment',
        ...Array<string>(2).fill('transfer transfer_without_payment'),
      ],
    }));

    expectFinds('an outgoing payment that nobody decides', () => ({
      ...row('backend', 'outgoing_payments', `id = '${timedOut.outgoing}'`),
      statement: `UPDATE outgoing_payments SET state = 'FUNDING', cancelled_at = NULL,
        cancel_reason = NULL WHERE id = '${timedOut.outgoing}'`,
      finds: ['timedOut stuck', 'backend stuck'],
      waits: true,
    }));

    expectFinds('an incoming payment that is gone', () => ({
      ...row('backend', 'incoming_payments', `id = '${approved.incoming}'`),
      statement: `DELETE FROM incoming_payments WHERE id = '${approved.incoming}'`,
      finds: ['approved incoming_payment_missing', 'its incoming payment credit_without_payment'],
    }));

    expectFinds('an incoming payment that received too little', () => ({
      ...row('backend', 'incoming_payments', `id = '${approved.incoming}'`),
      statement: `UPDATE incoming_payments SET received_amount = 999
        WHERE id = '${approved.incoming}'`,
      finds: [
        'approved amount_differs',
        'approved credit_amount_differs',
        'approved received_differs',
      ],
    }));

    expectFinds('an incoming payment that expired although it was paid', () => ({
      ...row('backend', 'incoming_payments', `id = '${approved.incoming}'`),
      statement: `UPDATE incoming_payments SET state = 'EXPIRED' WHERE id = '${approved.incoming}'`,
      finds: ['approved outcome_differs'],
    }));

    expectFinds('an incoming payment that outlives its expiry', () => ({
      ...row('backend', 'incoming_payments', `id = '${timedOut.incoming}'`),
      statement: `UPDATE incoming_payments SET state = 'PENDING', expires_at = now() - interval '1 s'
        WHERE id = '${timedOut.incoming}'`,
      finds: ['timedOut stuck', 'backend stuck'],
      waits: true,
    }));
  });

  describe('of the banks', () => {
    expectFinds('a hold that outlives its payment', () => ({
      service: ALPHA,
      touches: [
        { table: 'holds', where: `payment_id = '${timedOut.outgoing}'` },
        { table: 'accounts', where: `path = '/accounts/sil'` },
      ],
      statement: `UPDATE holds SET status = 'HELD' WHERE payment_id = '${timedOut.outgoing}';
        UPDATE accounts SET held = 1000 WHERE path = '/accounts/sil'`,
      finds: ['timedOut hold_outlives_payment', `${ALPHA} stuck`],
      waits: true,
    }));

    expectFinds('a payment that the customer did not pay', () => ({
      ...hold(approved.outgoing),
      statement: `UPDATE holds SET status = 'RELEASED' WHERE payment_id = '${approved.outgoing}'`,
      finds: ['approved hold_not_settled', 'customer balance_differs', `${ALPHA} stuck`],
      waits: true,
    }));

    expectFinds('a customer who paid for nothing', () => ({
      ...hold(declined.outgoing),
      statement: `UPDATE holds SET status = 'SETTLED' WHERE payment_id = '${declined.outgoing}'`,
      finds: ['declined hold_settled_unpaid', 'bob balance_differs'],
    }));

    expectFinds('a payment that its bank never heard of', () => ({
      ...hold(declined.outgoing),
      statement: `DELETE FROM holds WHERE payment_id = '${declined.outgoing}'`,
      finds: ['declined hold_missing', `${ALPHA} stuck`],
      waits: true,
    }));

    expectFinds('a hold of another amount', () => ({
      ...hold(approved.outgoing),
      statement: `UPDATE holds SET amount = 999 WHERE payment_id = '${approved.outgoing}'`,
      finds: ['approved hold_amount_differs', 'customer balance_differs'],
    }));

    expectFinds('a hold on another account', () => ({
      ...hold(declined.outgoing),
      statement: `UPDATE holds SET account_id = '${NOBODY}'
        WHERE payment_id = '${declined.outgoing}'`,
      finds: ['declined hold_account_differs'],
    }));

    expectFinds('a hold for no payment', () => ({
      ...hold(NOBODY),
      statement: `INSERT INTO holds (payment_id, account_id, status, amount)
        VALUES ('${NOBODY}', '${CUSTOMER}', 'NOT_HELD', 1)`,
      finds: ['nobody hold_without_payment'],
    }));

    expectFinds('a hold at a bank that is not the payer’s', () => ({
      ...hold(approved.outgoing, SHOP),
      statement: `INSERT INTO holds (payment_id, account_id, status, amount)
        VALUES ('${approved.outgoing}', '${CUSTOMER}', 'NOT_HELD', 1000)`,
      finds: ['approved hold_at_wrong_bank'],
    }));

    expectFinds('an account that holds what no hold holds', () => ({
      ...row(ALPHA, 'accounts', `id = '${CUSTOMER}'`),
      statement: `UPDATE accounts SET held = held + 1 WHERE id = '${CUSTOMER}'`,
      finds: ['customer held_differs'],
    }));

    expectFinds('a balance that nothing accounts for', () => ({
      ...row(ALPHA, 'accounts', `id = '${CUSTOMER}'`),
      statement: `UPDATE accounts SET balance = balance + 1 WHERE id = '${CUSTOMER}'`,
      finds: ['customer balance_differs'],
    }));

    expectFinds('a merchant who was not credited', () => ({
      ...credit(approved.incoming),
      statement: `DELETE FROM credits WHERE incoming_payment_id = '${approved.incoming}'`,
      finds: ['approved credit_missing', 'shop balance_differs', `${SHOP} stuck`],
      waits: true,
    }));

    expectFinds('a credit of another amount', () => ({
      ...credit(approved.incoming),
      statement: `UPDATE credits SET amount = 1001
        WHERE incoming_payment_id = '${approved.incoming}'`,
      finds: ['approved credit_amount_differs', 'shop balance_differs'],
    }));

    expectFinds('a credit for what was not received', () => ({
      ...credit(declined.incoming),
      statement: `INSERT INTO credits VALUES ('${declined.incoming}', '${CORNER_SHOP}', 1000)`,
      finds: ['declined credit_unearned', 'shop balance_differs'],
    }));

    expectFinds('a credit for no payment', () => ({
      ...credit(NOBODY),
      statement: `INSERT INTO credits VALUES ('${NOBODY}', '${CORNER_SHOP}', 1000)`,
      finds: ['nobody credit_without_payment', 'shop balance_differs'],
    }));
  });

  describe('of the ledger', () => {
    const transfer = (where: string) => row('backend', 'ledger_transfers', where);
    const ofApproved = (kind: string) => `payment_id = '${approved.outgoing}' AND kind = '${kind}'`;

    expectFinds('money that came from nowhere', () => ({
      ...row('backend', 'ledger_accounts', `id = '${settlement}'`),
      statement: `UPDATE ledger_accounts SET posted = posted + 1 WHERE id = '${settlement}'`,
      finds: ['USD/2 ledger_sum', 'settlement ledger_balance'],
    }));

    expectFinds('a reservation that nothing made', () => ({
      ...row('backend', 'ledger_accounts', `id = '${approved.incoming}'`),
      statement: `UPDATE ledger_accounts SET reserved = 1 WHERE id = '${approved.incoming}'`,
      finds: ['USD/2 ledger_reserved', 'its incoming payment ledger_balance'],
    }));

    expectFinds('money that is left in a payment that has ended', () => ({
      ...row('backend', 'ledger_accounts', `id IN ('${settlement}', '${approved.outgoing}')`),
      statement: `UPDATE ledger_accounts
        SET posted = posted + CASE id WHEN '${settlement}' THEN -5 ELSE 5 END
        WHERE id IN ('${settlement}', '${approved.outgoing}')`,
      finds: [
        'approved money_left',
        'settlement ledger_balance',
        'its outgoing payment ledger_balance',
      ],
    }));

    expectFinds('a transfer that is gone', () => ({
      ...transfer(ofApproved('SEND')),
      statement: `DELETE FROM ledger_transfers WHERE ${ofApproved('SEND')}`,
      finds: [
        'its outgoing payment ledger_balance',
        'its incoming payment ledger_balance',
        'approved transfers_differ',
        'approved received_differs',
      ],
    }));

    expectFinds('a transfer whose two sides are of another asset than itself', () => ({
      ...transfer(ofApproved('FUND')),
      statement: `UPDATE ledger_transfers SET asset_id = '${EUR}' WHERE ${ofApproved('FUND')}`,
      finds: Array<string>(2).fill('transfer transfer_one_sided'),
    }));

    expectFinds('a transfer from an account that there is not', () => ({
      ...transfer(ofApproved('FUND')),
      statement: `UPDATE ledger_transfers SET debit_account_id = '${NOBODY}'
        WHERE ${ofApproved('FUND')}`,
      finds: ['settlement ledger_balance', 'transfer transfer_one_sided'],
    }));

    expectFinds('a cancelled payment that was booked', () => ({
      ...transfer(`payment_id = '${declined.outgoing}'`),
      statement: `INSERT INTO ledger_transfers (id, debit_account_id, credit_account_id, asset_id,
          amount, kind, state, payment_id)
        SELECT '${NOBODY}', debit_account_id, credit_account_id, asset_id, amount, kind, state,
          '${declined.outgoing}' FROM ledger_transfers WHERE ${ofApproved('FUND')}`,
      finds: [
        'declined transfers_differ',
        'settlement ledger_balance',
        'its outgoing payment ledger_balance',
      ],
    }));

    expectFinds('a reservation that outlives its time', () => ({
      ...transfer(`id = '${NOBODY}'`),
      statement: `INSERT INTO ledger_transfers (id, debit_account_id, credit_account_id, asset_id,
          amount, kind, state, payment_id, expires_at)
        SELECT '${NOBODY}', '${approved.incoming}', '${settlement}', asset_id, 1, 'WITHDRAWAL',
          'PENDING', '${approved.incoming}', now() - interval '1 s'
        FROM ledger_transfers WHERE ${ofApproved('FUND')}`,
      finds: ['USD/2 ledger_reserved', 'its incoming payment ledger_balance', 'backend stuck'],
      waits: true,
    }));
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
    expect(await audited).toEqual({ payments: 4, disagreements: [], quiet: true });
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
        stdout: '4 card payments: the books agree\n',
      });
    });

    it('ends with 1 where they do not, says why and writes it down', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'tapmesh-audit-'));
      const json = join(folder, 'report.json');
      const planted = {
        ...atPos(declined.requestId),
        statement: `UPDATE card_payments SET decline_reason = 'card_blocked'
          WHERE request_id = '${declined.requestId}'`,
      };
      try {
        const { code, stdout } = await whilePlanted(rest, planted, () =>
          run('--name', rest.mesh.name, '--json', json),
        );
        expect(code).toBe(1);
        expect(stdout).toContain(`${declined.requestId}  reason_differs: POS service DECLINED`);
        expect(JSON.parse(await readFile(json, 'utf8'))).toMatchObject({
          payments: 4,
          quiet: true,
          disagreements: [{ about: declined.requestId, kind: 'reason_differs' }],
        });
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });

    it('says how to name a mesh that it does not find', async () => {
      const { code, stderr } = await run('--name', 'nobody-called-so');
      expect(code).toBe(1);
      expect(stderr).toContain('no mesh called "nobody-called-so" is running');
    });
  });
});
