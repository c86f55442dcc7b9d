import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import { NIL, validate as isUuid } from 'uuid';
import { badInput } from './admin-api.error.js';

/** Who signed the request. */
export interface Caller {
  tenantId: string;
  /** Sees and changes what belongs to any tenant. */
  isOperator: boolean;
}

/** What every resolver can ask for beside its arguments. */
export interface AdminApiContext {
  caller: Caller;
}

/** The resolver's parameter in which its caller stands. */
export const FromCaller = createParamDecorator(
  (_data: unknown, host: ExecutionContext): Caller =>
    GqlExecutionContext.create(host).getContext<AdminApiContext>().caller,
);

/**
 * Whose things a list shows: of the tenant that the operator names, or everybody's (undefined); for
 * anybody else their own, whatever they name. What is no id is nobody's.
 */
export function listedTenant(caller: Caller, asked?: string | null): string | undefined {
  if (!caller.isOperator) return caller.tenantId;
  if (asked === undefined || asked === null) return undefined;
  return isUuid(asked) ? asked : NIL;
}

/** Whether what belongs to this tenant is there for the caller at all. */
export function maySee(caller: Caller, tenantId: string): boolean {
  return caller.isOperator || caller.tenantId === tenantId;
}

/**
 * For whom something is made: the tenant that the operator names, or the caller.
 * @throws {AdminApiError} BAD_USER_INPUT where anybody else names another one
 */
export function madeFor(caller: Caller, asked?: string | null): string {
  const tenantId = asked?.toLowerCase() ?? caller.tenantId;
  if (maySee(caller, tenantId)) return tenantId;
  throw badInput('only the operator makes things for another tenant: leave `tenantId` out');
}
