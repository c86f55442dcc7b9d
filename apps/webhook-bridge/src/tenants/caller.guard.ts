import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ApiError, SecretBox, SignedRequests, UsedSignatures } from '@tapmesh/service-kit';
import { WebhookBridgeConfig } from '../webhook-bridge.config.js';
import type { SignedFastifyRequest } from './caller.js';
import { TenantsRepository } from './tenants.repository.js';

/**
 * The Admin API's signature, over `{ method, path, body }` instead of the body alone: a request without a
 * body is signed as well, and what was signed for one route is no use at another.
 */
@Injectable()
export class CallerGuard implements CanActivate {
  private readonly requests: SignedRequests;

  constructor(
    config: WebhookBridgeConfig,
    private readonly tenants: TenantsRepository,
    used: UsedSignatures,
    private readonly box: SecretBox,
  ) {
    this.requests = new SignedRequests({
      door: 'the webhook bridge',
      version: config.apiSignatureVersion,
      ttlMs: config.apiSignatureTtlSeconds * 1_000,
      skewMs: config.apiClockSkewMs,
      secretOf: (tenantId) => this.secretOf(tenantId),
      use: (use) => used.use(use),
    });
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<SignedFastifyRequest>();
    const { headers, method, originalUrl: path, body } = request;
    const tenantId = await this.requests.verify({
      tenantId: headers['tenant-id'],
      signature: headers.signature,
      content: { method, path, ...(body !== undefined && body !== null && { body }) },
    });
    const tenant = tenantId === undefined ? undefined : await this.tenants.byId(tenantId);
    if (tenant === undefined) {
      throw new ApiError({
        status: 401,
        code: 'unauthorized',
        message: 'sign the request: headers tenant-id and signature, see docs/webhooks.md',
      });
    }
    request.caller = { tenantId: tenant.id, isOperator: tenant.isOperator };
    return true;
  }

  private async secretOf(tenantId: string): Promise<string | undefined> {
    const tenant = await this.tenants.byId(tenantId);
    if (tenant?.apiSecret === undefined || tenant.apiSecret === null) return undefined;
    return this.box.open(tenant.apiSecret, { owner: tenant.id, field: 'api_secret' });
  }
}
