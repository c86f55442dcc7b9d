import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  UseGuards,
} from '@nestjs/common';
import { ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import { ErrorResponses } from '@tapmesh/service-kit';
import { IsUUID } from 'class-validator';
import { PageQuery } from '../endpoints/page-query.js';
import { CallerGuard } from '../tenants/caller.guard.js';
import { FromCaller, type Caller } from '../tenants/caller.js';
import { WebhookBridgeConfig } from '../webhook-bridge.config.js';
import { ReplayBody, selectionOf } from './replay.dto.js';
import { AskedReplayView, ReplaysView, ReplayView } from './replay-view.js';
import { ReplaysService } from './replays.service.js';

class ReplayParams {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  id: string;
}

@ApiTags('replays')
@Controller('replays')
@UseGuards(CallerGuard)
export class ReplaysController {
  constructor(
    private readonly replays: ReplaysService,
    private readonly config: WebhookBridgeConfig,
  ) {}

  /** Sends events again, under the `webhook-id` they have. */
  @Post()
  @HttpCode(200)
  @ApiOkResponse({ type: AskedReplayView })
  @ErrorResponses([400, 401, 403, 404, 409, 422])
  async ask(@FromCaller() caller: Caller, @Body() body: ReplayBody): Promise<AskedReplayView> {
    const dryRun = body.dryRun ?? false;
    const { retentionDays } = this.config;
    const selection = selectionOf(body, { now: new Date(), retentionDays });
    const { id, parts } = await this.replays.ask(caller, {
      selection,
      endpointId: body.endpointId ?? undefined,
      allTenants: body.allTenants ?? false,
      dryRun,
    });
    return {
      dryRun,
      ...(id !== undefined && { id }),
      total: parts.reduce((sum, { expected }) => sum + expected, 0),
      endpoints: parts.map((part) => ({ endpointId: part.endpointId, events: part.expected })),
    };
  }

  /** The caller's replays, newest first; the operator sees everybody's. */
  @Get()
  @ApiOkResponse({ type: ReplaysView })
  @ErrorResponses([400, 401])
  async list(
    @FromCaller() caller: Caller,
    @Query() { first = 20, after }: PageQuery,
  ): Promise<ReplaysView> {
    const found = await this.replays.page(caller, { first: first + 1, after });
    const replays = found.slice(0, first).map((replay) => ReplayView.of(replay));
    const next = found.length > first ? replays.at(-1)?.id : undefined;
    return { replays, ...(next !== undefined && { next }) };
  }

  /** How far a replay has come; `GET /deliveries` shows what became of what it made. */
  @Get(':id')
  @ApiOkResponse({ type: ReplayView })
  @ErrorResponses([400, 401, 404])
  async one(@FromCaller() caller: Caller, @Param() { id }: ReplayParams): Promise<ReplayView> {
    return ReplayView.of(await this.replays.one(caller, id));
  }

  /** Makes no more of it; what was made is still sent. */
  @Delete(':id')
  @ApiOkResponse({ type: ReplayView })
  @ErrorResponses([400, 401, 404])
  async cancel(@FromCaller() caller: Caller, @Param() { id }: ReplayParams): Promise<ReplayView> {
    return ReplayView.of(await this.replays.cancel(caller, id));
  }
}
