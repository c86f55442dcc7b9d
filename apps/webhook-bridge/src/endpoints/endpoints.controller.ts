import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Patch,
  Post,
  Query,
  UseGuards,
} from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ErrorResponses } from '@tapmesh/service-kit';
import { CallerGuard } from '../tenants/caller.guard.js';
import { FromCaller, type Caller } from '../tenants/caller.js';
import { EnablingBody, TestAnswerView } from './enabling.dto.js';
import { EnablingService } from './enabling.service.js';
import { EndpointBody, EndpointChange, EndpointParams } from './endpoint.dto.js';
import { EndpointsView, EndpointView, MadeEndpointView, SecretView } from './endpoint-view.js';
import { PageQuery } from './page-query.js';
import { EndpointsService, type MadeEndpoint } from './endpoints.service.js';
import { RotationBody } from './rotation.dto.js';
import { TestDeliveryService } from './test-delivery.service.js';

@ApiTags('endpoints')
@Controller('endpoints')
@UseGuards(CallerGuard)
export class EndpointsController {
  constructor(
    private readonly endpoints: EndpointsService,
    private readonly enabling: EnablingService,
    private readonly tests: TestDeliveryService,
  ) {}

  /** Makes an endpoint, and the secret that its deliveries are signed with. */
  @Post()
  @ApiCreatedResponse({ type: MadeEndpointView })
  @ErrorResponses([400, 401, 403])
  async make(@FromCaller() caller: Caller, @Body() body: EndpointBody): Promise<MadeEndpointView> {
    return madeView(await this.endpoints.make(caller, body));
  }

  /** The caller's endpoints, newest first; the operator sees everybody's. */
  @Get()
  @ApiOkResponse({ type: EndpointsView })
  @ErrorResponses([400, 401])
  async list(
    @FromCaller() caller: Caller,
    @Query() { first = 20, after }: PageQuery,
  ): Promise<EndpointsView> {
    const found = await this.endpoints.page(caller, { first: first + 1, after });
    const endpoints = found.slice(0, first).map((endpoint) => EndpointView.of(endpoint));
    const next = found.length > first ? endpoints.at(-1)?.id : undefined;
    return { endpoints, ...(next !== undefined && { next }) };
  }

  /** One endpoint. */
  @Get(':id')
  @ApiOkResponse({ type: EndpointView })
  @ErrorResponses([400, 401, 404])
  async one(@FromCaller() caller: Caller, @Param() { id }: EndpointParams): Promise<EndpointView> {
    return EndpointView.of(await this.endpoints.one(caller, id));
  }

  /** Changes what is given. */
  @Patch(':id')
  @ApiOkResponse({ type: MadeEndpointView })
  @ErrorResponses([400, 401, 403, 404, 409])
  async change(
    @FromCaller() caller: Caller,
    @Param() { id }: EndpointParams,
    @Body() body: EndpointChange,
  ): Promise<MadeEndpointView> {
    return madeView(await this.endpoints.change(caller, id, body));
  }

  /** Nothing is sent to it any more, not even what waits. */
  @Delete(':id')
  @HttpCode(204)
  @ApiNoContentResponse()
  @ErrorResponses([400, 401, 404, 409])
  async remove(@FromCaller() caller: Caller, @Param() { id }: EndpointParams): Promise<void> {
    await this.endpoints.remove(caller, id);
  }

  /** A new secret; those before it sign beside it until the overlap is over. */
  @Post(':id/secrets')
  @ApiCreatedResponse({ type: SecretView })
  @ErrorResponses([400, 401, 404, 409])
  async rotate(
    @FromCaller() caller: Caller,
    @Param() { id }: EndpointParams,
    @Body() { kind = 'v1', overlapSeconds = 86_400 }: RotationBody,
  ): Promise<SecretView> {
    return SecretView.of(await this.endpoints.rotate(caller, id, { kind, overlapSeconds }));
  }

  /** Sends to it again. Where it missed events, say what is to become of them. */
  @Post(':id/enable')
  @HttpCode(200)
  @ApiOkResponse({ type: EndpointView })
  @ErrorResponses([400, 401, 404, 409])
  async enable(
    @FromCaller() caller: Caller,
    @Param() { id }: EndpointParams,
    @Body() { missed }: EnablingBody,
  ): Promise<EndpointView> {
    return EndpointView.of(await this.enabling.enable(caller, id, missed));
  }

  /** Sends nothing more to it; its events are kept. */
  @Post(':id/disable')
  @HttpCode(200)
  @ApiOkResponse({ type: EndpointView })
  @ErrorResponses([400, 401, 404, 409])
  async disable(
    @FromCaller() caller: Caller,
    @Param() { id }: EndpointParams,
  ): Promise<EndpointView> {
    return EndpointView.of(await this.enabling.disable(caller, id));
  }

  /** Sends a signed `endpoint.test` now, and shows what came back. */
  @Post(':id/test')
  @HttpCode(200)
  @ApiOkResponse({ type: TestAnswerView })
  @ErrorResponses([400, 401, 404, 409])
  test(@FromCaller() caller: Caller, @Param() { id }: EndpointParams): Promise<TestAnswerView> {
    return this.tests.send(caller, id);
  }
}

function madeView({ endpoint, secret }: MadeEndpoint): MadeEndpointView {
  return { ...EndpointView.of(endpoint), ...(secret && { secret: SecretView.of(secret) }) };
}
