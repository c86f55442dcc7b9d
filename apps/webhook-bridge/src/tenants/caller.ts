import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** Who signed a request. */
export interface Caller {
  tenantId: string;
  /** Sees and changes what is any tenant's. */
  isOperator: boolean;
}

export type SignedFastifyRequest = FastifyRequest & { caller?: Caller };

export const FromCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<SignedFastifyRequest>();
  if (caller === undefined) throw new Error('this route has no CallerGuard');
  return caller;
});

/** Whose things a caller sees; undefined: everybody's. */
export function visibleTo({ tenantId, isOperator }: Caller): string | undefined {
  return isOperator ? undefined : tenantId;
}
