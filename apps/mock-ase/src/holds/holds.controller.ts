import { Controller, Get, Param, Query } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiTags,
} from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { ApiError } from '@tapmesh/service-kit';
import { DataSource } from 'typeorm';
import { AccountParams } from '../accounts/account.dto.js';
import { ErrorView } from '../openapi/error.dto.js';
import { HoldParams, HoldsQuery, HoldView } from './hold.dto.js';
import { HoldsRepository } from './holds.repository.js';

@ApiTags('holds')
@Controller()
export class HoldsController {
  constructor(
    private readonly holds: HoldsRepository,
    @InjectDataSource() private readonly dataSource: DataSource,
  ) {}

  /** An account's holds, newest first, in pages. */
  @Get('accounts/:id/holds')
  @ApiOkResponse({ type: [HoldView] })
  @ApiBadRequestResponse({ type: ErrorView })
  async ofAccount(@Param() { id }: AccountParams, @Query() page: HoldsQuery): Promise<HoldView[]> {
    const rows = await this.holds.ofAccount(this.dataSource.manager, id, page);
    return rows.map((row) => HoldView.of(row));
  }

  /** What the bank holds, or held, for one outgoing payment. */
  @Get('holds/:paymentId')
  @ApiOkResponse({ type: HoldView })
  @ApiBadRequestResponse({ type: ErrorView })
  @ApiNotFoundResponse({ type: ErrorView })
  async one(@Param() { paymentId }: HoldParams): Promise<HoldView> {
    const row = await this.holds.byPaymentId(this.dataSource.manager, paymentId);
    if (row) return HoldView.of(row);
    throw new ApiError({
      status: 404,
      code: 'unknown_payment',
      message: `this bank has not heard of the outgoing payment ${paymentId}`,
    });
  }
}
