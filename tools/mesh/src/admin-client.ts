import canonicalize from 'canonicalize';
import { createHmac, randomUUID } from 'node:crypto';
// `fetch` takes a millisecond of processor time a request, as much as what is measured.
import { request } from 'undici';

export interface AdminIdentity {
  tenantId: string;
  apiSecret: string;
}

export interface AdminAnswer<Value> {
  /** Of the operation, by its name. */
  data: Record<string, Value> | null;
  errors?: { message: string; extensions: { code: string } }[];
}

const TIMEOUT_MS = 30_000;

/** Asks the Admin API as Rafiki's load scripts and mock bank do: signed, with a nonce. */
export class AdminClient {
  constructor(
    /** The backend's. */
    private readonly url: string,
    private readonly identity: AdminIdentity,
  ) {}

  /** @throws where there is no answer in GraphQL's form */
  async ask<Value>(query: string, variables: object = {}): Promise<AdminAnswer<Value>> {
    const body = { query, variables };
    const { statusCode, body: answer } = await request(`${this.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...signedHeaders(this.identity, body),
      },
      body: JSON.stringify(body),
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
    });
    const text = await answer.text();
    if (!text.startsWith('{')) throw new Error(`the Admin API: ${statusCode} ${text}`);
    return JSON.parse(text) as AdminAnswer<Value>;
  }

  /** The value of the only operation asked for. @throws where it is refused */
  async get<Value>(query: string, variables: object = {}): Promise<Value> {
    const { data, errors } = await this.ask<Value>(query, variables);
    const [value] = Object.values(data ?? {});
    if (errors !== undefined || value === undefined) {
      throw new Error(`the Admin API refused: ${JSON.stringify(errors)}`);
    }
    return value;
  }
}

/** What makes a request its tenant's: over its body here, over `{ method, path, body }` at the bridge. */
export function signedHeaders(
  { tenantId, apiSecret }: AdminIdentity,
  content: object,
): Record<string, string> {
  const timestamp = Date.now();
  const digest = createHmac('sha256', apiSecret)
    .update(`${timestamp}.${canonicalize(content)}`)
    .digest('hex');
  return { 'tenant-id': tenantId, signature: `t=${timestamp}, v1=${digest}, n=${randomUUID()}` };
}
