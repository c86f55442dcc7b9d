import { Body, Controller, Logger, Post, Req, Res, UseGuards } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ErrorResponses } from '@tapmesh/service-kit';
import { ownAnswer, rafikiAnswer, type AnswerStyle } from '../answers/http-answer.js';
import { sendAnswer, type HttpReply } from '../answers/http-reply.js';
import type { TerminalAnswer } from '../answers/terminal-answer.js';
import { PosMetrics } from '../metrics/pos-metrics.js';
import { PosServiceConfig } from '../pos-service.config.js';
import { answerSchema, NeedsTerminalKey, paymentRequestSchema } from '../terminals/terminal-api.js';
import { TerminalGuard, type TerminalRequest } from '../terminals/terminal.guard.js';
import { CardPaymentsService } from './card-payments.service.js';
import { parsePaymentRequest } from './payment-request.js';

/** The terminals' door. */
@NeedsTerminalKey()
@Controller('payment')
@UseGuards(TerminalGuard)
export class CardPaymentsController {
  private readonly logger = new Logger(CardPaymentsController.name);
  private readonly style: AnswerStyle;

  constructor(
    private readonly payments: CardPaymentsService,
    private readonly metrics: PosMetrics,
    config: PosServiceConfig,
  ) {
    this.style = config.terminalMode === 'rafiki' ? rafikiAnswer : ownAnswer;
  }

  @Post()
  @ApiOperation({ summary: 'Takes a card payment and waits for the bank’s decision' })
  @ApiBody({ schema: paymentRequestSchema })
  @ApiOkResponse({ description: 'The final answer', schema: answerSchema })
  @ErrorResponses([400, 401, 403, 404, 409, 413, 415, 503, 504])
  async take(
    @Req() { terminal }: TerminalRequest,
    @Body() body: unknown,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const start = performance.now();
    const answer = await this.answer({ body, terminal, reply });
    this.metrics.answered(answer.code, (performance.now() - start) / 1_000);
    sendAnswer(reply, this.style(answer));
  }

  private async answer({ body, terminal, reply }: Asked): Promise<TerminalAnswer> {
    const parsed = parsePaymentRequest(body);
    if (!parsed.ok) return { code: 'invalid_request', fields: parsed.fields };
    try {
      return await this.payments.take({
        request: parsed.value,
        terminal,
        onHangUp: (leave) => reply.raw.once('close', leave),
      });
    } catch (error) {
      // Only lookups fail this way: once a payment may have been stored, its outcome is unknown.
      this.logger.error({ err: error }, 'a payment cannot be taken');
      return {
        code: 'unavailable',
        message: 'this request started nothing: ask again with the same requestId',
      };
    }
  }
}

interface Asked {
  body: unknown;
  terminal: TerminalRequest['terminal'];
  reply: HttpReply;
}
