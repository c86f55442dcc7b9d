import type { AdminApiErrorCode } from '../../admin-api/admin-api.error.js';
import type { IMutation, IQuery } from '../../admin-api/schema.types.js';
import type { Given } from './given.js';

export type OperationName = keyof IQuery | keyof IMutation;
export type Variables = Record<string, unknown>;
export type Refusal = AdminApiErrorCode | 'GRAPHQL_VALIDATION_FAILED';

/** What is tried of one operation of the schema. */
export interface Operation {
  document: string;
  /** Who may ask it; a tenant where nothing is said. */
  as?: 'operator';
  /** Arguments that are answered; whatever they name is made for them. */
  given(of: Given): Promise<Variables> | Variables;
  /** What the only field of the answer equals, or the code with which everybody is refused. */
  answers: unknown;
  /**
   * What another tenant is told who asks the very same: a refusal, nothing, a page without anything of
   * the first one's, or an answer of its own, as names no tenant's things.
   */
  another: Refusal | 'nothing' | 'own page' | 'own answer' | { told: unknown };
  /** Arguments that lack what is needed; left out where nothing can be wrong with them. */
  lacking?: { given(of: Given): Promise<Variables> | Variables; refused: Refusal | 'nothing' };
  /** Of a mutation with an `idempotencyKey`: an input that asks for something else. */
  otherwise?(input: Variables, of: Given): Variables | Promise<Variables>;
}

export const refused = (code: Refusal) => ({ refused: code });

export function isRefused(answers: unknown): answers is { refused: Refusal } {
  return typeof answers === 'object' && answers !== null && 'refused' in answers;
}
