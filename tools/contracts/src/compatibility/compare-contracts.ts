import { compareSchemas } from './compare-schemas.js';
import type { ContractSchemas } from './contract-schemas.js';
import type { Finding } from './finding.js';

/**
 * What keeps two versions from running beside each other, as they do in every rolling upgrade, and as
 * messages that lie in a topic or an outbox meet whoever reads them next.
 */
export function compareContracts(before: ContractSchemas, after: ContractSchemas): Finding[] {
  const types = new Set([...Object.keys(before.messages), ...Object.keys(after.messages)]);
  return [
    ...compareSchemas(
      'envelope',
      { schema: before.envelope, definitions: before.definitions },
      { schema: after.envelope, definitions: after.definitions },
    ),
    ...[...types].flatMap((type) => compareMessages(type, before, after)),
  ];
}

function compareMessages(type: string, before: ContractSchemas, after: ContractSchemas): Finding[] {
  const [old, now] = [before.messages[type], after.messages[type]];
  if (!now) return [{ severity: 'breaking', where: type, what: 'message type removed' }];
  if (!old) return [{ severity: 'readers-first', where: type, what: 'message type added' }];
  const moved: Finding[] =
    old.topic === now.topic
      ? []
      : [{ severity: 'breaking', where: type, what: `moved from ${old.topic} to ${now.topic}` }];
  const side = ({ definitions }: ContractSchemas, payload: string) => ({
    schema: { $ref: payload },
    definitions,
  });
  return [...moved, ...compareSchemas(type, side(before, old.payload), side(after, now.payload))];
}
