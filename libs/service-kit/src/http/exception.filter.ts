import {
  Catch,
  HttpException,
  Logger,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { isDatabaseAway } from '../database/database-away.js';
import { ApiError, errorBody, type ErrorBody } from './api-error.js';

const CODES: Readonly<Record<number, string>> = {
  400: 'invalid_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  409: 'conflict',
  413: 'payload_too_large',
  414: 'uri_too_long',
  415: 'unsupported_media_type',
  422: 'invalid_request',
  429: 'too_many_requests',
  503: 'unavailable',
  504: 'timeout',
};

export interface Answer {
  status: number;
  body: ErrorBody;
  headers?: Record<string, string>;
}

/** Whatever goes wrong on HTTP leaves as `{ error: { code, message, fields? } }`. */
@Catch()
export class ApiExceptionFilter implements ExceptionFilter {
  private readonly logger = new Logger(ApiExceptionFilter.name);

  catch(exception: unknown, host: ArgumentsHost): void {
    // Thrown on: GraphQL has no reply to write to, and puts errors into words of its own.
    if (host.getType<string>() === 'graphql') throw exception;
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const answer = answerTo(exception);
    if (answer.status >= 500 && !isDeliberate(exception)) {
      this.logger.error({ err: exception }, 'request failed');
    }
    // The connection may be half answered: a second answer would end the process.
    if (reply.sent) return;
    void reply
      .status(answer.status)
      .headers(answer.headers ?? {})
      .send(answer.body);
  }
}

/** Said on purpose, such as "not ready": an answer, no fault of ours to log. */
function isDeliberate(exception: unknown): boolean {
  return exception instanceof HttpException && isErrorBody(exception.getResponse());
}

/** What a caller is told of it, whatever it is. */
export function answerTo(exception: unknown): Answer {
  if (exception instanceof ApiError) {
    return {
      status: exception.getStatus(),
      body: exception.getResponse() as ErrorBody,
      headers: exception.headers,
    };
  }
  if (exception instanceof HttpException) return httpAnswer(exception);
  if (isDatabaseAway(exception)) return unavailable();
  return fastifyAnswer(exception) ?? internalError();
}

function httpAnswer(exception: HttpException): Answer {
  const status = exception.getStatus();
  const body = exception.getResponse();
  if (isErrorBody(body)) return { status, body };
  if (status >= 500 && CODES[status] === undefined) return internalError();
  return { status, body: errorBody(CODES[status] ?? 'invalid_request', exception.message) };
}

/** Fastify's own refusals: malformed JSON, a body that is too large, an unknown media type. */
function fastifyAnswer(exception: unknown): Answer | undefined {
  if (!(exception instanceof Error) || !('statusCode' in exception)) return undefined;
  const status = exception.statusCode;
  if (typeof status !== 'number' || status < 400 || status >= 500) return undefined;
  const code = CODES[status] ?? 'invalid_request';
  return { status, body: errorBody(code, exception.message) };
}

/** Not our fault and not for long: whoever asked may ask again. */
function unavailable(): Answer {
  return {
    status: 503,
    body: errorBody('unavailable', 'the database cannot be asked now: ask again'),
    headers: { 'retry-after': '1' },
  };
}

function internalError(): Answer {
  return { status: 500, body: errorBody('internal_error', 'something went wrong on our side') };
}

function isErrorBody(body: unknown): body is ErrorBody {
  const error: unknown =
    typeof body === 'object' && body !== null ? Reflect.get(body, 'error') : undefined;
  return typeof error === 'object' && error !== null && 'code' in error;
}
