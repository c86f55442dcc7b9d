import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { contract, isMessageType, type PayloadOf } from './contract.js';
import { fastReader } from './fast-reader.js';
import type { MessageType } from './message-types.js';

/** One thing that is wrong, by the path of the field that it is wrong with. */
export interface FieldProblem {
  field: string;
  message: string;
}

export class InvalidPayloadError extends Error {
  constructor(
    readonly type: string,
    readonly problems: FieldProblem[],
  ) {
    super(`${type}: ${problems.map(({ message }) => message).join('; ')}`);
    this.name = 'InvalidPayloadError';
  }
}

/**
 * The payload as an instance of its class. Unknown fields pass: a newer sender may add some.
 * @throws {InvalidPayloadError} naming every field that is wrong
 */
export function parsePayload<T extends MessageType>(type: T, value: unknown): PayloadOf<T> {
  if (!isMessageType(type)) {
    throw new InvalidPayloadError(type, [
      { field: 'type', message: 'type is not one that this mesh knows' },
    ]);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InvalidPayloadError(type, [
      { field: '', message: 'the payload must be a JSON object' },
    ]);
  }
  const payload = contract[type].payload as new () => object;
  const read = fastReader(payload)(value);
  if (read !== undefined) return read as PayloadOf<T>;
  const instance = plainToInstance(payload, value);
  const problems = fieldProblems(validateSync(instance));
  if (problems.length > 0) throw new InvalidPayloadError(type, problems);
  return instance as PayloadOf<T>;
}

/** class-validator's tree as a flat list, each field by its path. */
export function fieldProblems(errors: ValidationError[], parent = ''): FieldProblem[] {
  return errors.flatMap((error) => {
    const field = parent === '' ? error.property : `${parent}.${error.property}`;
    const own = Object.values(error.constraints ?? {}).map((message) => ({
      field,
      message: parent === '' ? message : `${parent}.${message}`,
    }));
    return [...own, ...fieldProblems(error.children ?? [], field)];
  });
}
