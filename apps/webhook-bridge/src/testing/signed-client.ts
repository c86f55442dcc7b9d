import { signatureOf } from '@tapmesh/service-kit';
import { randomUUID } from 'node:crypto';

export interface Signing {
  tenantId: string;
  secret: string;
}

export interface SignedAnswer {
  status: number;
  body: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- each test knows what it asked for
}

/** Asks the bridge as a tenant's client does. */
export class SignedClient {
  constructor(
    private readonly base: () => string,
    private readonly signing: Signing,
  ) {}

  get(path: string): Promise<SignedAnswer> {
    return this.ask('GET', path);
  }

  post(path: string, body: object = {}): Promise<SignedAnswer> {
    return this.ask('POST', path, body);
  }

  patch(path: string, body: object): Promise<SignedAnswer> {
    return this.ask('PATCH', path, body);
  }

  delete(path: string): Promise<SignedAnswer> {
    return this.ask('DELETE', path);
  }

  /** The headers of a request that may be sent once. */
  headers(method: string, path: string, body?: object): Record<string, string> {
    const timestamp = String(Date.now());
    const content = { method, path, ...(body !== undefined && { body }) };
    const digest = signatureOf(this.signing.secret, timestamp, content).toString('hex');
    return {
      'tenant-id': this.signing.tenantId,
      signature: `t=${timestamp}, v1=${digest}, n=${randomUUID()}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
  }

  private async ask(method: string, path: string, body?: object): Promise<SignedAnswer> {
    const response = await fetch(`${this.base()}${path}`, {
      method,
      headers: this.headers(method, path, body),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  }
}
