import { Query, Resolver } from '@nestjs/graphql';
import { FromCaller, type Caller } from './caller.js';
import type { WhoamiResponse } from './schema.types.js';

@Resolver()
export class WhoamiResolver {
  @Query()
  whoami(@FromCaller() { tenantId, isOperator }: Caller): WhoamiResponse {
    return { id: tenantId, isOperator };
  }
}
