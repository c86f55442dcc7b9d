import type { ValueTransformer } from 'typeorm';

/** The driver reads PostgreSQL's `bigint` as text, because a JavaScript number would round it. */
export const bigintColumn: ValueTransformer = {
  to: (value: bigint | undefined) => value?.toString(),
  from: (value: string | null) => (value === null ? null : BigInt(value)),
};
