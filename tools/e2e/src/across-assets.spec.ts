import { startMesh, AdminClient, type Mesh } from '@tapmesh/mesh';
import { audit } from '@tapmesh/operations';
import { v7 as uuidv7 } from 'uuid';
import { Databases } from './support/database.js';
import { approved, declined, ratesAreKnown, Terminal } from './support/terminal.js';

const ASSETS = `query Q($code: String!, $scale: UInt8!) {
  assetByCodeAndScale(code: $code, scale: $scale) { id liquidity } }`;
const SET_FEE = `mutation M($input: SetFeeInput!) { setFee(input: $input) { fee { id } } }`;
const DEPOSIT = `mutation M($input: DepositAssetLiquidityInput!) {
  depositAssetLiquidity(input: $input) { success } }`;
const PAYMENTS = `query Q($filter: OutgoingPaymentFilter) {
  outgoingPayments(first: 1, filter: $filter) { edges { node {
    debitAmount { value assetCode } receiveAmount { value assetCode } } } } }`;

interface Asset {
  id: string;
  liquidity: string;
}

/** Erin has euros, the corner shop asks for dollars; one euro is 1.0825 dollars in the seed file. */
describe('a tap across assets', () => {
  let mesh: Mesh;
  let databases: Databases;
  let terminal: Terminal;
  let bank: AdminClient;

  beforeAll(async () => {
    mesh = await startMesh({ name: 'e2e-across-assets', deadlineMs: 8_000 });
    databases = new Databases(mesh);
    terminal = new Terminal(mesh);
    const [{ id, apiSecret } = { id: '', apiSecret: '' }] = mesh.tenants;
    bank = new AdminClient(mesh.url('backend'), { tenantId: id, apiSecret });
    await ratesAreKnown(terminal);
  });

  afterAll(async () => {
    await databases?.close();
    await mesh?.stop();
  });

  const asset = (code: string) => bank.get<Asset>(ASSETS, { code, scale: 2 });
  const tap = async (value: string) => {
    const request = terminal.request({ from: 'erin', value });
    return { request, answer: await terminal.pay(request) };
  };

  it('is declined while the bank has nothing to give in the other asset', async () => {
    const { request, answer } = await tap('1000');
    expect(answer).toMatchObject(declined(request.requestId, 'invalid_request'));
  });

  it('asks in the shop’s asset and debits the customer in their own, with the fee', async () => {
    const [usd, eur] = [await asset('USD'), await asset('EUR')];
    await bank.get(DEPOSIT, {
      input: { assetId: usd.id, amount: 5_000, id: uuidv7(), idempotencyKey: uuidv7() },
    });
    await bank.get(SET_FEE, {
      input: { assetId: eur.id, type: 'SENDING', fee: { fixed: 3, basisPoints: 100 } },
    });

    const { request, answer } = await tap('1000');

    expect(answer).toMatchObject(approved(request.requestId));
    // 1000 ÷ 1.0825 = 923.79…: 924 cents, and 3 + ⌈9.24⌉ for it.
    const { edges } = await bank.get<{ edges: { node: object }[] }>(PAYMENTS, {
      filter: { state: { in: ['COMPLETED'] } },
    });
    expect(edges[0]?.node).toEqual({
      debitAmount: { value: '937', assetCode: 'EUR' },
      receiveAmount: { value: '1000', assetCode: 'USD' },
    });
    const [hold] = await databases.rows<{ amount: string }>(
      'mock-ase-alpha-bank',
      'SELECT amount::text AS amount FROM holds WHERE amount = 937',
    );
    expect(hold?.amount).toBe('937');
    expect((await asset('USD')).liquidity).toBe('4000');
    expect((await asset('EUR')).liquidity).toBe('924');
  });

  it('is declined once the liquidity is used up, and no earlier', async () => {
    expect((await tap('4000')).answer.body).toMatchObject({ result: { code: 'approved' } });
    expect((await asset('USD')).liquidity).toBe('0');
    expect((await tap('1')).answer.body).toMatchObject({ result: { code: 'declined' } });
  });

  it('leaves books that agree', async () => {
    expect(await audit(mesh)).toMatchObject({ disagreements: [], quiet: true });
  });
});
