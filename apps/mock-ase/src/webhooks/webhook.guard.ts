import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ApiError } from '@tapmesh/service-kit';
import type { FastifyRequest } from 'fastify';
import { MockAseConfig } from '../mock-ase.config.js';
import { isSigned } from './rafiki-signature.js';

/** Lets in what is signed with the secret that the bank shares with whoever sends webhooks. */
@Injectable()
export class WebhookGuard implements CanActivate {
  constructor(private readonly config: MockAseConfig) {}

  canActivate(context: ExecutionContext): boolean {
    const { headers, body } = context.switchToHttp().getRequest<FastifyRequest>();
    const { webhookSignatureSecret: secret = '', webhookSignatureVersion: version } = this.config;
    if (secret !== '' && isSigned(headers['rafiki-signature'], body, { secret, version })) {
      return true;
    }
    throw new ApiError({
      status: 401,
      code: 'unauthorized',
      message: 'Rafiki-Signature is missing, or not of this body with the shared secret',
    });
  }
}
