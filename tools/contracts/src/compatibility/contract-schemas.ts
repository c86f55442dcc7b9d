import { contract, type MessageType } from '@tapmesh/events';
import { envelopeSchema } from '../schemas/envelope-schema.js';
import type { Definitions, JsonSchema } from '../schemas/json-schema.js';
import { payloadSchemas } from '../schemas/payload-schemas.js';

/** All that two versions of the mesh must agree on while both of them run. */
export interface ContractSchemas {
  version: string;
  envelope: JsonSchema;
  messages: Record<string, { topic: string; payload: string }>;
  definitions: Definitions;
}

/** As the sources have it now. Descriptions are left out: they bind nobody. */
export function currentContract(version: string): ContractSchemas {
  const { payloads, definitions } = payloadSchemas();
  const messages = Object.entries(contract).map(([type, { topic }]) => [
    type,
    { topic, payload: payloads[type as MessageType] },
  ]);
  return {
    version,
    envelope: withoutDescriptions(envelopeSchema),
    messages: Object.fromEntries(messages) as ContractSchemas['messages'],
    definitions: withoutDescriptions(definitions),
  };
}

/** A payload field may be called `description`: only text is taken out. */
function withoutDescriptions<T>(value: T): T {
  return JSON.parse(
    JSON.stringify(value, (key, inner: unknown) =>
      key === 'description' && typeof inner === 'string' ? undefined : inner,
    ),
  ) as T;
}
