import { Injectable } from '@nestjs/common';
import { EndpointSecrets } from '../endpoints/endpoint-secrets.js';
import { WebhookBridgeConfig } from '../webhook-bridge.config.js';
import { rafikiSignature } from './rafiki-signature.js';
import { Signer, type HeaderValues, type Unsigned } from './signer.js';
import { standardSignature } from './standard-webhooks.js';

/** Signs with every secret that is good now, so that a consumer may change to a new one when it likes. */
@Injectable()
export class EndpointSigner extends Signer {
  constructor(
    private readonly config: WebhookBridgeConfig,
    private readonly secrets: EndpointSecrets,
  ) {
    super();
  }

  async headersFor({ endpoint, messageId, body, at }: Unsigned): Promise<HeaderValues> {
    const { signature } = endpoint;
    const timestamp = Math.floor(at.getTime() / 1_000);
    const named = { 'webhook-id': messageId, 'webhook-timestamp': String(timestamp) };
    if (signature === 'none') return named;
    if (signature === 'rafiki') return { ...named, ...this.rafiki(body, at) };
    const secrets = await this.secrets.goodAt(endpoint.id, at);
    const signatures = secrets
      .filter(({ kind }) => kind === signature)
      .map((secret) => standardSignature(secret, { messageId, timestamp, body }));
    if (signatures.length === 0) throw new Error(`the endpoint has no secret for ${signature}`);
    return { ...named, 'webhook-signature': signatures.join(' ') };
  }

  /** As Rafiki does: none where there is no secret. */
  private rafiki(body: string, at: Date): HeaderValues {
    const { webhookSignatureSecret: secret, webhookSignatureVersion: version } = this.config;
    if (secret === undefined) return {};
    return { 'Rafiki-Signature': rafikiSignature({ secret, version, body, at }) };
  }
}
