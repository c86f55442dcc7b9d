import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { ErrorResponses } from '@tapmesh/service-kit';
import { IsOptional, IsUUID, Matches } from 'class-validator';
import { EndpointsService } from '../endpoints/endpoints.service.js';
import { CallerGuard } from '../tenants/caller.guard.js';
import { FromCaller, type Caller } from '../tenants/caller.js';
import type { Reconciled } from './reconciled.js';
import { Reconciliation } from './reconciliation.js';

class ReconciliationQuery {
  @ApiPropertyOptional({ example: '2026-11-26', description: 'In UTC; left out: every day kept' })
  @IsOptional()
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  day?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Left out: all of the caller’s' })
  @IsOptional()
  @IsUUID()
  endpointId?: string;
}

const MOST_ENDPOINTS = 100;

@ApiTags('reconciliation')
@Controller('reconciliation')
@UseGuards(CallerGuard)
export class ReconciliationController {
  constructor(
    private readonly reconciliation: Reconciliation,
    private readonly endpoints: EndpointsService,
  ) {}

  /** What was read against what became of it; for the operator against the topics' offsets as well. */
  @Get()
  @ApiOkResponse({ schema: { type: 'object' } })
  @ErrorResponses([400, 401, 404])
  async reconcile(
    @FromCaller() caller: Caller,
    @Query() { day, endpointId }: ReconciliationQuery,
  ): Promise<Reconciled> {
    return this.reconciliation.reconcile({
      day,
      endpointIds: await this.asked(caller, endpointId),
    });
  }

  private async asked(caller: Caller, endpointId?: string): Promise<string[] | undefined> {
    if (endpointId !== undefined) return [(await this.endpoints.one(caller, endpointId)).id];
    if (caller.isOperator) return undefined;
    const own = await this.endpoints.page(caller, { first: MOST_ENDPOINTS });
    return own.map(({ id }) => id);
  }
}
