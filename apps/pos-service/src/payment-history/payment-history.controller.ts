import { Controller, Get, Param, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiQuery } from '@nestjs/swagger';
import { ErrorResponses } from '@tapmesh/service-kit';
import { isUUID } from 'class-validator';
import {
  ownAnswer,
  rafikiAnswer,
  type AnswerStyle,
  type HttpAnswer,
} from '../answers/http-answer.js';
import { sendAnswer, type HttpReply } from '../answers/http-reply.js';
import { CardPaymentsRepository } from '../card-payments/card-payments.repository.js';
import { MerchantWalletAddresses } from '../merchants/merchant-wallet-addresses.js';
import { PosServiceConfig } from '../pos-service.config.js';
import { NeedsTerminalKey, paymentSchema, paymentsPageSchema } from '../terminals/terminal-api.js';
import { TerminalGuard, type TerminalRequest } from '../terminals/terminal.guard.js';
import { parsePageRequest } from './page-request.js';
import { PaymentHistory } from './payment-history.js';
import { pageView, paymentView } from './payment-view.js';

const pageSize = { type: 'integer', minimum: 1, maximum: 100 } as const;
const cursor = { type: 'string', format: 'uuid' } as const;

/** What a merchant's terminals can look up: their merchant's payments and no others. */
@NeedsTerminalKey()
@Controller()
@UseGuards(TerminalGuard)
export class PaymentHistoryController {
  private readonly style: AnswerStyle;

  constructor(
    private readonly payments: CardPaymentsRepository,
    private readonly history: PaymentHistory,
    private readonly merchants: MerchantWalletAddresses,
    config: PosServiceConfig,
  ) {
    this.style = config.terminalMode === 'rafiki' ? rafikiAnswer : ownAnswer;
  }

  @Get('payment/:requestId')
  @ApiOperation({ summary: 'A payment as it stands' })
  @ApiParam({ name: 'requestId', schema: { type: 'string', format: 'uuid' } })
  @ApiOkResponse({ schema: paymentSchema })
  @ErrorResponses([400, 401, 404, 503])
  async one(
    @Req() { terminal }: TerminalRequest,
    @Param('requestId') requestId: string,
    @Res() reply: HttpReply,
  ): Promise<void> {
    sendAnswer(reply, await this.findOne(requestId, terminal?.merchantId));
  }

  @Get('payments')
  @ApiOperation({ summary: 'The payments of a wallet address of the merchant, newest first' })
  @ApiQuery({
    name: 'receiverWalletAddress',
    schema: { type: 'string', minLength: 1, maxLength: 2048, pattern: '^https?://\\S+$' },
  })
  @ApiQuery({ name: 'first', required: false, schema: pageSize })
  @ApiQuery({ name: 'after', required: false, schema: cursor })
  @ApiQuery({ name: 'last', required: false, schema: pageSize })
  @ApiQuery({ name: 'before', required: false, schema: cursor })
  @ApiOkResponse({ schema: paymentsPageSchema })
  @ErrorResponses([400, 401, 403, 404, 503])
  async list(
    @Req() { terminal }: TerminalRequest,
    @Query() query: unknown,
    @Res() reply: HttpReply,
  ): Promise<void> {
    sendAnswer(reply, await this.findPage(query, terminal?.merchantId));
  }

  private async findOne(requestId: string, merchantId: string | undefined): Promise<HttpAnswer> {
    if (!isUUID(requestId)) {
      const fields = [{ field: 'requestId', message: 'requestId must be a UUID' }];
      return this.style({ code: 'invalid_request', fields });
    }
    const [payment] = await this.payments.find([requestId]);
    // Another merchant's payment is not even said to exist.
    if (payment === undefined || (merchantId ?? payment.merchantId) !== payment.merchantId) {
      return this.style({ code: 'unknown_payment' });
    }
    return { status: 200, body: paymentView(payment) };
  }

  private async findPage(query: unknown, merchantId: string | undefined): Promise<HttpAnswer> {
    const parsed = parsePageRequest(query);
    if (!parsed.ok) return this.style({ code: 'invalid_request', fields: parsed.fields });
    const { receiverWalletAddress, ...position } = parsed.value;
    const receiver = await this.merchants.byUrl(receiverWalletAddress);
    if (receiver === undefined) {
      return this.style({ code: 'unknown_wallet_address', field: 'receiverWalletAddress' });
    }
    if ((merchantId ?? receiver.merchantId) !== receiver.merchantId) {
      return this.style({ code: 'wrong_merchant' });
    }
    const page = await this.history.page({ ...position, walletAddressId: receiver.id });
    return { status: 200, body: pageView(page) };
  }
}
