import { signedHeaders, waitFor, type AdminIdentity, type Mesh } from '@tapmesh/mesh';

const SERVICE = 'webhook-bridge';
const ANSWERED_WITHIN_MS = 60_000;
const TIMEOUT_MS = 20_000;

/** Asks the bridge as a tenant's client does, at whichever instance answers. */
export class BridgeClient {
  constructor(
    private readonly mesh: Pick<Mesh, 'instancesOf'>,
    private readonly identity: AdminIdentity,
  ) {}

  /** @throws where the bridge refuses it, or nobody answers for a minute */
  async ask<Answer>(method: 'GET' | 'POST', path: string, body?: object): Promise<Answer> {
    let attempt = 0;
    const answer = await waitFor(
      () => {
        const instances = this.mesh.instancesOf(SERVICE);
        const { url } = instances[attempt++ % instances.length]!;
        return this.askOnce<Answer>(url, { method, path, ...(body && { body }) });
      },
      { timeoutMs: ANSWERED_WITHIN_MS },
    );
    if (answer === undefined) throw new Error(`the webhook bridge does not answer ${path}`);
    return answer;
  }

  private async askOnce<Answer>(
    url: string,
    content: { method: string; path: string; body?: object },
  ): Promise<Answer | undefined> {
    const { method, path, body } = content;
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...signedHeaders(this.identity, content),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch(() => undefined);
    if (response === undefined || response.status >= 500) return undefined;
    const text = await response.text();
    if (!response.ok) throw new Error(`the webhook bridge refuses ${path}: ${text}`);
    return JSON.parse(text) as Answer;
  }
}
