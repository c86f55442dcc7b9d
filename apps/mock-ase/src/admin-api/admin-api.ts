import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'undici';
import { MockAseConfig } from '../mock-ase.config.js';
import { signedHeader } from '../webhooks/rafiki-signature.js';
import { replyOf, type Reply } from './reply.js';

/** Rafiki's `SIGNATURE_VERSION`. */
const VERSION = '1';
const CONNECTIONS = 64;

/** Asks the backend's Admin API as the bank's own tenant. */
@Injectable()
export class AdminApi implements OnApplicationShutdown {
  /** Connections are kept: a terminal waits for what is said here. */
  private readonly agent = new Agent({ connections: CONNECTIONS });
  private readonly url: string;

  constructor(private readonly config: MockAseConfig) {
    this.url = config.adminApiUrl ?? `${config.walletAddressBaseUrl}/graphql`;
  }

  /** One operation; whatever fails on the way is an answer too. */
  async ask(query: string, variables: object): Promise<Reply> {
    const { tenantId, tenantSecret: secret = '', adminApiTimeoutMs } = this.config;
    const body = { query, variables };
    try {
      const response = await request(this.url, {
        method: 'POST',
        dispatcher: this.agent,
        signal: AbortSignal.timeout(adminApiTimeoutMs),
        headers: {
          'content-type': 'application/json',
          'tenant-id': tenantId,
          // The nonce lets the same question be asked twice in a millisecond.
          signature: `${signedHeader(body, { secret, version: VERSION })}, n=${randomUUID()}`,
        },
        body: JSON.stringify(body),
      });
      return replyOf(response.statusCode, await response.body.text());
    } catch (error) {
      return { kind: 'unknown', why: String(error) };
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.agent.close();
  }
}
