import canonicalize from 'canonicalize';
import { createHmac, randomUUID } from 'node:crypto';
import request from 'supertest';

export interface AdminIdentity {
  tenantId: string;
  secret: string;
}

export interface AdminAnswer<Data = Record<string, never>> {
  data: Data | null;
  errors?: { message: string; path?: string[]; extensions: { code: string } }[];
}

/** Signs as Rafiki's own clients do: written from their side, not from ours. */
export function signatureHeader(
  secret: string,
  body: object,
  { now = Date.now(), version = '1', nonce = randomUUID() as string | undefined } = {},
): string {
  const digest = createHmac('sha256', secret)
    .update(`${now}.${canonicalize(body)}`)
    .digest('hex');
  return `t=${now}, v${version}=${digest}${nonce === undefined ? '' : `, n=${nonce}`}`;
}

/** Somebody who asks the Admin API. */
export class AdminClient {
  constructor(
    private readonly url: string,
    readonly identity: AdminIdentity,
  ) {}

  /** As it is answered, errors and all. */
  async ask<Data = Record<string, unknown>>(
    query: string,
    variables: Record<string, unknown> = {},
  ): Promise<AdminAnswer<Data>> {
    const body = { query, variables };
    const { tenantId, secret } = this.identity;
    const answer = await request(this.url)
      .post('/graphql')
      .set({ 'tenant-id': tenantId, signature: signatureHeader(secret, body) })
      .send(body);
    return answer.body as AdminAnswer<Data>;
  }

  /** What an operation answers that is to succeed: the value of its only field. */
  async get<Value>(query: string, variables: Record<string, unknown> = {}): Promise<Value> {
    const { data, errors } = await this.ask<Record<string, Value>>(query, variables);
    if (errors !== undefined || data === null) {
      throw new Error(`the Admin API answered ${JSON.stringify(errors)}`);
    }
    return Object.values(data)[0] as Value;
  }

  /** The code with which an operation is refused. */
  async refusal(query: string, variables: Record<string, unknown> = {}): Promise<string> {
    const { errors } = await this.ask(query, variables);
    return errors?.[0]?.extensions.code ?? 'no error';
  }
}
