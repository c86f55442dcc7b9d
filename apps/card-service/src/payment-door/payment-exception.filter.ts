import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { ApiExceptionFilter, answerTo } from '@tapmesh/service-kit';

const PAYMENT_PATH = /^\/payment(?=[/?]|$)/;

interface HttpReply {
  sent: boolean;
  status(code: number): HttpReply;
  headers(values: Record<string, string>): HttpReply;
  send(body: object): HttpReply;
}

/** What fails beside a payment's own rules (broken JSON, a database that is away), in Rafiki's shape. */
@Catch()
export class PaymentExceptionFilter implements ExceptionFilter {
  private readonly others = new ApiExceptionFilter();

  catch(exception: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<HttpReply>();
    const { status, headers = {}, body } = answerTo(exception);
    const isPayment = PAYMENT_PATH.test(http.getRequest<{ url: string }>().url);
    if (!isPayment || status === 500 || reply.sent) {
      this.others.catch(exception, host);
      return;
    }
    const { code, message } = body.error;
    reply
      .status(status)
      .headers(headers)
      .send({ error: { code, description: message } });
  }
}
