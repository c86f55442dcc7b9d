import { costLimitRule } from '@escape.tech/graphql-armor-cost-limit';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import type { ValidationRule } from 'graphql';

/** Those of Rafiki's backend, by the same rules: a document that passes there passes here. */
const LIMITS = { depth: 10, cost: 5_000, objectCost: 2, scalarCost: 1, depthCostFactor: 1.5 };

export const queryLimits = [
  maxDepthRule({ n: LIMITS.depth, ignoreIntrospection: true }),
  costLimitRule({
    maxCost: LIMITS.cost,
    objectCost: LIMITS.objectCost,
    scalarCost: LIMITS.scalarCost,
    depthCostFactor: LIMITS.depthCostFactor,
    ignoreIntrospection: true,
  }),
] as ValidationRule[];
