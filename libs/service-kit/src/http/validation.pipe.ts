import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { ApiError, type FieldProblem } from './api-error.js';

/** Bodies and queries as instances of their classes. Unknown fields pass: a newer caller may send some. */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    forbidUnknownValues: true,
    stopAtFirstError: false,
    validationError: { target: false, value: false },
    exceptionFactory: (errors: ValidationError[]) => invalidRequest(fieldProblems(errors)),
  });
}

/** 400 `invalid_request`, naming each field. */
export function invalidRequest(fields: FieldProblem[]): ApiError {
  return new ApiError({
    status: 400,
    code: 'invalid_request',
    message:
      fields.length === 0
        ? 'the body must be a JSON object'
        : `invalid: ${[...new Set(fields.map(({ field }) => field))].join(', ')}`,
    fields,
  });
}

function fieldProblems(errors: readonly ValidationError[], path = ''): FieldProblem[] {
  return errors.flatMap(({ property, constraints, children }) => {
    if (property === undefined) return [];
    const field = `${path}${property}`;
    const own = Object.values(constraints ?? {}).map((message) => ({ field, message }));
    return [...own, ...fieldProblems(children ?? [], `${field}.`)];
  });
}
