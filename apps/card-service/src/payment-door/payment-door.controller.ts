import { Body, Controller, Post, Res } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOperation } from '@nestjs/swagger';
import { ErrorResponses } from '@tapmesh/service-kit';
import { answerSchema, paymentRequestSchema, rafikiErrorSchema } from './payment-api.js';
import { httpAnswer, type PaymentAnswer } from './payment-answer.js';
import { PaymentDoor } from './payment-door.service.js';
import { parsePaymentRequest } from './payment-request.js';

/** What we use of Fastify's reply. */
interface HttpReply {
  status(code: number): HttpReply;
  headers(values: Record<string, string>): HttpReply;
  send(body: object): HttpReply;
  raw: { once(event: 'close', listener: () => void): unknown };
}

/** The door of POS services that do not ask over Kafka: those of others, made for Rafiki. */
@Controller('payment')
export class PaymentDoorController {
  constructor(private readonly door: PaymentDoor) {}

  @Post()
  @ApiOperation({ summary: 'Asks the customer’s bank, as Rafiki’s card service does' })
  @ApiBody({ schema: paymentRequestSchema })
  @ApiCreatedResponse({ description: 'The bank’s word', schema: answerSchema })
  @ErrorResponses([400, 404, 413, 415, 503, 504], rafikiErrorSchema)
  async take(@Body() body: unknown, @Res() reply: HttpReply): Promise<void> {
    const { status, headers = {}, body: answer } = httpAnswer(await this.answer(body, reply));
    reply.status(status).headers(headers).send(answer);
  }

  private answer(body: unknown, reply: HttpReply): Promise<PaymentAnswer> {
    const parsed = parsePaymentRequest(body);
    if (!parsed.ok) return Promise.resolve({ code: 'invalid_request', fields: parsed.fields });
    return this.door.take({
      request: parsed.request,
      onHangUp: (leave) => reply.raw.once('close', leave),
    });
  }
}
