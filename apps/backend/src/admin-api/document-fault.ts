import { isDeeperThan } from '@tapmesh/service-kit';

/** Of brackets, in what is selected and in what is given: over what the limits let pass anyway. */
const MAX_DEPTH = 64;

/** Why a body is not even read as GraphQL: its parser calls itself for each bracket. */
export function documentFault(body: unknown): string | undefined {
  const { query } = (body ?? {}) as { query?: unknown };
  if (query === undefined || query === null) return undefined;
  if (typeof query !== 'string') return '`query` is no text';
  return isDeeperThan(MAX_DEPTH, Buffer.from(query)) ? 'the query is nested too deeply' : undefined;
}
