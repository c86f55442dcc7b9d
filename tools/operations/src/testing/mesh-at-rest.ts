import { startMesh, takePayment, type Mesh } from '@tapmesh/mesh';
import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';

/** Long enough for the first payment of a cold mesh on a busy machine; one payment waits for it. */
const DEADLINE_MS = 6_000;

/** Its mesh has a webhook bridge, which tells this one. */
const HTTP_BANK = 'shop-bank';

/** A card payment's ids, as each party calls it. */
export interface Paid {
  requestId: string;
  outgoing: string;
  incoming: string;
}

/**
 * A mesh that has taken an approved, a declined and a timed-out payment and whose services were
 * stopped then: its books are still open, and nobody mends what a test breaks in them.
 */
export class MeshAtRest {
  approved: Paid;
  declined: Paid;
  timedOut: Paid;
  private readonly clients = new Map<string, pg.Client>();

  private constructor(readonly mesh: Mesh) {}

  static async start(): Promise<MeshAtRest> {
    const name = `audit-${randomBytes(4).toString('hex')}`;
    const rest = new MeshAtRest(
      await startMesh({ name, deadlineMs: DEADLINE_MS, httpBanks: [HTTP_BANK] }),
    );
    try {
      for (const [service, connectionString] of rest.mesh.databases) {
        const client = new pg.Client({ connectionString });
        client.on('error', () => undefined);
        await client.connect();
        rest.clients.set(service, client);
      }
      await rest.pay('alice', 'approved');
      rest.approved = await rest.pay('customer-01', 'approved');
      rest.declined = await rest.pay('bob', 'declined');
      rest.timedOut = await rest.pay('sil', 'declined');
      return rest;
    } catch (error) {
      await rest.close();
      throw error;
    }
  }

  async stopServices(): Promise<void> {
    await Promise.all([...this.mesh.databases.keys()].map((service) => this.mesh.kill(service)));
  }

  async rows<Row extends pg.QueryResultRow>(
    service: string,
    statement: string,
    parameters: unknown[] = [],
  ): Promise<Row[]> {
    const client = this.clients.get(service);
    if (client === undefined) throw new Error(`no database of ${service}`);
    return (await client.query<Row>(statement, parameters)).rows;
  }

  async close(): Promise<void> {
    await Promise.all([...this.clients.values()].map((client) => client.end().catch(() => {})));
    await this.mesh.stop();
  }

  private async pay(from: string, expected: string): Promise<Paid> {
    const base = this.mesh.url('backend');
    const requestId = randomUUID();
    const { body } = await takePayment(this.mesh, {
      requestId,
      signature: 'c2lnbmF0dXJl',
      payload: 'cGF5bG9hZA==',
      amount: { value: '1000', assetCode: 'USD', assetScale: 2 },
      senderWalletAddress: `${base}/accounts/${from}`,
      receiverWalletAddress: `${base}/accounts/corner-shop`,
    });
    const { result } = body as { result?: { code?: string } };
    if (result?.code !== expected) throw new Error(`${from}: ${JSON.stringify(body)}`);
    const [payment] = await this.rows<{ id: string; incoming_payment_id: string }>(
      'backend',
      'SELECT id, incoming_payment_id FROM outgoing_payments WHERE card_request_id = $1',
      [requestId],
    );
    if (payment === undefined) throw new Error(`no outgoing payment of ${requestId}`);
    return { requestId, outgoing: payment.id, incoming: payment.incoming_payment_id };
  }
}
