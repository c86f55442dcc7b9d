import { EndpointEvent } from '@tapmesh/events';
import { signedHeaders, type Mesh } from '@tapmesh/mesh';
import pg from 'pg';

export interface BenchEndpoint {
  id: string;
  path: string;
}

/** What waits and what was delivered, by the bridge's own tables. */
export interface StoredDeliveries {
  delivered: string[];
  pending: string[];
}

/** The first tenant's endpoints, made as a tenant makes them. */
export class BridgeEndpoints {
  private readonly client: pg.Client;

  private constructor(private readonly mesh: Mesh) {
    this.client = new pg.Client({ connectionString: mesh.databases.get('webhook-bridge') });
  }

  static async open(mesh: Mesh): Promise<BridgeEndpoints> {
    const endpoints = new BridgeEndpoints(mesh);
    await endpoints.client.connect();
    return endpoints;
  }

  /** Hears the type that is published and nothing else. */
  async make(url: string): Promise<BenchEndpoint> {
    const eventTypes = [EndpointEvent.Disabled];
    const { id } = (await this.ask('POST', '/endpoints', { url, eventTypes })) as { id: string };
    return { id, path: new URL(url).pathname };
  }

  async remove({ id }: BenchEndpoint): Promise<void> {
    await this.ask('DELETE', `/endpoints/${id}`);
  }

  async stored({ id }: BenchEndpoint): Promise<StoredDeliveries> {
    const { rows } = await this.client.query<{ event_id: string; state: string }>(
      `SELECT event_id, state FROM deliveries WHERE endpoint_id = $1 AND state <> 'FAILED'`,
      [id],
    );
    const of = (state: string): string[] =>
      rows.filter((row) => row.state === state).map((row) => row.event_id);
    return { delivered: of('DELIVERED'), pending: of('PENDING') };
  }

  async close(): Promise<void> {
    await this.client.end();
  }

  private async ask(method: string, path: string, body?: object): Promise<unknown> {
    const [tenant] = this.mesh.tenants;
    if (tenant === undefined) throw new Error('the mesh has no tenants');
    const identity = { tenantId: tenant.id, apiSecret: tenant.apiSecret };
    const response = await fetch(`${this.mesh.url('webhook-bridge')}${path}`, {
      method,
      headers: {
        ...signedHeaders(identity, { method, path, ...(body && { body }) }),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`the webhook bridge refuses ${method} ${path}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }
}
