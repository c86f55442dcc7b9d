import { OutgoingPaymentDepositEvent } from '@tapmesh/events';
import { v7 as uuidv7 } from 'uuid';
import { BankUnderTest } from '../testing/bank.js';
import { ALPHA_BANK, outgoing, usd } from '../testing/facts.js';

const ALICE = '01980000-0000-7000-8000-000000000301';
const CUSTOMER = '01980000-0000-7000-8000-000000000311';
const CORNER_SHOP = '01980000-0000-7000-8000-000000000350';

describe('the bank’s HTTP API', () => {
  let bank: BankUnderTest;

  beforeAll(async () => {
    bank = await BankUnderTest.start(ALPHA_BANK);
  }, 60_000);
  afterAll(() => bank?.close(), 60_000);

  it('shows the accounts of its own tenant, and no others', async () => {
    const { body } = await bank.http.get('/accounts').expect(200);
    expect(body).toHaveLength(36);
    expect(body[0]).toEqual({
      id: ALICE,
      walletAddress: 'http://backend.test/accounts/alice',
      name: 'Alice',
      assetCode: 'USD',
      assetScale: 2,
      balance: '10000000000',
      held: '0',
      available: '10000000000',
      script: { mode: 'balance' },
    });
    await bank.http.get(`/accounts/${CORNER_SHOP}`).expect(404);
  });

  it.each([
    { mode: 'balance' },
    { mode: 'approve' },
    { mode: 'decline', reason: 'card_blocked' },
    { mode: 'delay', delayMs: 20 },
    { mode: 'silent' },
    { mode: 'twice', second: 'opposite' },
    { mode: 'late', afterDeadlineMs: 0 },
  ])('takes the script %p, without what does not belong to it', async (script) => {
    const sent = { delayMs: 5, ...script, note: 'ignored' };
    const put = script.mode === 'delay' ? script : sent;
    const { body } = await bank.http.put(`/accounts/${ALICE}/script`).send(put).expect(200);
    expect(body.script).toEqual(script);
    expect((await bank.account(ALICE)).script).toEqual(script);
  });

  it.each([
    [{}, ['mode']],
    [{ mode: 'generous' }, ['mode']],
    [{ mode: 'decline' }, ['reason']],
    [{ mode: 'decline', reason: 'decision_timeout' }, ['reason']],
    [{ mode: 'delay' }, ['delayMs']],
    [{ mode: 'delay', delayMs: -1 }, ['delayMs']],
    [{ mode: 'delay', delayMs: 1.5 }, ['delayMs']],
    [{ mode: 'delay', delayMs: 3_600_001 }, ['delayMs']],
    [{ mode: 'twice', second: 'maybe' }, ['second']],
    [{ mode: 'late', afterDeadlineMs: 'soon' }, ['afterDeadlineMs']],
  ])('refuses the script %p and names the field', async (script, fields) => {
    const { body } = await bank.http.put(`/accounts/${ALICE}/script`).send(script).expect(400);
    expect(body.error.code).toBe('invalid_request');
    const named = (body.error.fields as { field: string }[]).map(({ field }) => field);
    expect([...new Set(named)]).toEqual(fields);
  });

  it('refuses what is no JSON, and ids that are none', async () => {
    const { body } = await bank.http
      .put(`/accounts/${ALICE}/script`)
      .set('content-type', 'application/json')
      .send('{"mode":')
      .expect(400);
    expect(body.error.code).toBe('invalid_request');
    await bank.http.get('/accounts/alice').expect(400);
    await bank.http.get('/holds/1').expect(400);
    await bank.http.get(`/accounts/${ALICE}/holds?limit=0&before=x`).expect(400);
  });

  it('knows what it does not know', async () => {
    const unknown = uuidv7();
    const account = await bank.http.get(`/accounts/${unknown}`).expect(404);
    expect(account.body.error.code).toBe('unknown_account');
    const script = await bank.http
      .put(`/accounts/${unknown}/script`)
      .send({ mode: 'silent' })
      .expect(404);
    expect(script.body.error.code).toBe('unknown_account');
    const hold = await bank.http.get(`/holds/${unknown}`).expect(404);
    expect(hold.body.error.code).toBe('unknown_payment');
  });

  it('pages through an account’s holds, newest first', async () => {
    const ids = [uuidv7(), uuidv7(), uuidv7()].sort();
    for (const paymentId of ids) {
      const type = OutgoingPaymentDepositEvent.Created;
      await bank.broker.send(
        outgoing({ type, paymentId, accountId: CUSTOMER, key: ids[0], amount: usd('25') }),
      );
      await bank.hold(paymentId, 'HELD');
    }
    const path = `/accounts/${CUSTOMER}/holds`;
    const first = await bank.http.get(`${path}?limit=2`).expect(200);
    expect(first.body.map((hold: { paymentId: string }) => hold.paymentId)).toEqual([
      ids[2],
      ids[1],
    ]);
    const second = await bank.http.get(`${path}?limit=2&before=${ids[1]}`).expect(200);
    expect(second.body).toEqual([
      expect.objectContaining({ paymentId: ids[0], status: 'HELD', amount: '25' }),
    ]);
  });

  it('describes itself by OpenAPI', async () => {
    const { body } = await bank.http.get('/openapi.json').expect(200);
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining([
        '/accounts',
        '/accounts/{id}',
        '/accounts/{id}/script',
        '/accounts/{id}/holds',
        '/holds/{paymentId}',
      ]),
    );
    expect(body.components.schemas.ScriptBody.required).toEqual(['mode']);
    await bank.http.get('/docs').expect(200).expect('content-type', /html/);
    await bank.http.get('/docs/swagger-ui.css').expect(200);
  });

  it('is ready with its database, its broker and its topics', async () => {
    const { body } = await bank.http.get('/health/ready').expect(200);
    expect(body.checks).toMatchObject({ database: { ok: true }, messaging: { ok: true } });
  });
});
