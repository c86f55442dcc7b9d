import { rafikiSignature } from './rafiki-signature.js';

export interface TenantCredentials {
  graphqlUrl: string;
  tenantId: string;
  tenantSecret: string;
}

interface GraphqlAnswer<Data> {
  data?: Data | null;
  errors?: { message: string; extensions?: { code?: string } }[];
}

/** The Admin API said no. */
export class AdminApiRefusal extends Error {
  constructor(
    readonly operation: string,
    readonly codes: (string | undefined)[],
    message: string,
  ) {
    super(`${operation}: ${message}`);
  }
}

/** Rafiki's Admin API, asked as Rafiki's own services ask it: Apollo's body, signed without a nonce. */
export class AdminApi {
  constructor(private readonly credentials: TenantCredentials) {}

  async ask<Data>(operationName: string, query: string, variables: object): Promise<Data> {
    const { graphqlUrl, tenantId, tenantSecret } = this.credentials;
    const body = { operationName, variables, query };
    const response = await fetch(graphqlUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: '*/*',
        'tenant-id': tenantId,
        signature: rafikiSignature(body, tenantSecret),
      },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!text.startsWith('{')) throw new Error(`${operationName}: ${response.status} ${text}`);
    const { data, errors } = JSON.parse(text) as GraphqlAnswer<Data>;
    if (errors !== undefined || !data) {
      const messages = (errors ?? []).map(({ message }) => message);
      const codes = (errors ?? []).map(({ extensions }) => extensions?.code);
      throw new AdminApiRefusal(operationName, codes, messages.join(', '));
    }
    return data;
  }
}
