import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { ApiExceptionFilter } from '@tapmesh/service-kit';
import { rafikiAnswer } from './http-answer.js';
import { sendAnswer, type HttpReply } from './http-reply.js';

const TERMINAL_PATH = /^\/payments?(?=[/?]|$)/;

/** What fails before a terminal's request is read (broken JSON, a body too large), in Rafiki's words. */
@Catch()
export class RafikiExceptionFilter implements ExceptionFilter {
  private readonly others = new ApiExceptionFilter();

  catch(exception: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const { url } = http.getRequest<{ url: string }>();
    if (!TERMINAL_PATH.test(url)) {
      this.others.catch(exception, host);
      return;
    }
    sendAnswer(
      http.getResponse<HttpReply>(),
      rafikiAnswer({ code: 'invalid_request', fields: [] }),
    );
  }
}
