import { Body, Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiHeader,
  ApiOkResponse,
  ApiTags,
  ApiUnauthorizedResponse,
} from '@nestjs/swagger';
import { ErrorView } from '../openapi/error.dto.js';
import { WebhookBody } from './webhook.dto.js';
import { WebhookGuard } from './webhook.guard.js';
import { WebhooksService } from './webhooks.service.js';

/** The bank's door to the mesh where it does not read Kafka: what it is told of its payments. */
@ApiTags('webhooks')
@Controller('webhooks')
export class WebhooksController {
  constructor(private readonly webhooks: WebhooksService) {}

  /**
   * An event, as Rafiki tells it. 200 says that the bank has it on its books; what does not concern it
   * is taken and passed over. There only with `ASE_DOOR=http`.
   */
  @Post()
  @HttpCode(200)
  @UseGuards(WebhookGuard)
  @ApiHeader({
    name: 'rafiki-signature',
    required: true,
    description:
      '`t=<unix ms>, v1=<hex>`: HMAC-SHA256 of `<t>.` and the body as canonical JSON (RFC 8785)',
  })
  @ApiOkResponse({ description: 'Taken' })
  @ApiBadRequestResponse({ type: ErrorView })
  @ApiUnauthorizedResponse({ type: ErrorView })
  async take(@Body() body: WebhookBody): Promise<string> {
    await this.webhooks.take(body);
    return '';
  }
}
