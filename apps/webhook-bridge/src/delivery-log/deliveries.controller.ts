import { Controller, Get, Param, Query, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import { ErrorResponses } from '@tapmesh/service-kit';
import { IsUUID } from 'class-validator';
import { CallerGuard } from '../tenants/caller.guard.js';
import { FromCaller, visibleTo, type Caller } from '../tenants/caller.js';
import { DeliveriesQuery, pageRequestOf } from './deliveries-query.js';
import { DeliveryLog } from './delivery-log.js';
import { DeliveriesView, DeliveryInFullView } from './delivery-view.js';

class DeliveryParams {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  id: string;
}

@ApiTags('deliveries')
@Controller('deliveries')
@UseGuards(CallerGuard)
export class DeliveriesController {
  constructor(private readonly log: DeliveryLog) {}

  /** What was sent to the caller's endpoints and what waits, newest first. */
  @Get()
  @ApiOkResponse({ type: DeliveriesView })
  @ErrorResponses([400, 401])
  async list(
    @FromCaller() caller: Caller,
    @Query() query: DeliveriesQuery,
  ): Promise<DeliveriesView> {
    return DeliveriesView.of(await this.log.page(pageRequestOf(query), visibleTo(caller)));
  }

  /** One delivery with its payload and every attempt. */
  @Get(':id')
  @ApiOkResponse({ type: DeliveryInFullView })
  @ErrorResponses([400, 401, 404])
  async one(
    @FromCaller() caller: Caller,
    @Param() { id }: DeliveryParams,
  ): Promise<DeliveryInFullView> {
    return DeliveryInFullView.whole(await this.log.one(id, visibleTo(caller)));
  }
}
