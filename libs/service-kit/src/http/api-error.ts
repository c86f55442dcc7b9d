import { HttpException } from '@nestjs/common';

/** One thing that is wrong with a request, by the path of its field. */
export interface FieldProblem {
  field: string;
  message: string;
}

export interface ErrorBody {
  error: { code: string; message: string; fields?: FieldProblem[]; [detail: string]: unknown };
}

export function errorBody(code: string, message: string, fields?: FieldProblem[]): ErrorBody {
  return { error: { code, message, ...(fields === undefined ? {} : { fields }) } };
}

export interface ApiErrorOptions {
  status: number;
  code: string;
  message: string;
  fields?: FieldProblem[];
  /** More properties of `error`, such as `requestId`. */
  details?: Record<string, unknown>;
  /** Such as `Retry-After`. */
  headers?: Record<string, string>;
}

/** An answer that is not the asked-for one, told to the caller as it stands. */
export class ApiError extends HttpException {
  readonly headers: Record<string, string>;

  constructor({ status, code, message, fields, details, headers = {} }: ApiErrorOptions) {
    const body = errorBody(code, message, fields);
    super({ error: { ...body.error, ...details } }, status);
    this.message = message;
    this.headers = headers;
  }
}
