import { redactUrl } from './databases.js';
import type { MeshDescription } from './mesh-file.js';
import { OPERATOR } from './operator.js';
import type { Seed } from './seed.js';

/** What a newcomer needs to go on: URLs, keys, and a payment to paste. */
export function formatUsage(
  mesh: Omit<MeshDescription, 'topicPrefix' | 'databases'>,
  seed: Seed,
): string[] {
  const width = Math.max(...mesh.services.map(({ name }) => name.length), 'PostgreSQL'.length);
  const row = (name: string, value: string): string => `  ${name.padEnd(width)}  ${value}`;
  return [
    'Services',
    ...mesh.services.map(({ name, url }) => row(name, url)),
    row('Kafka', mesh.kafka.brokers),
    row('PostgreSQL', redactUrl(mesh.postgres.url)),
    '',
    'Development keys',
    ...seed.merchants.flatMap(({ name, terminals }) =>
      terminals.map((terminal) => `  terminal ${terminal.name} of ${name}: ${terminal.key}`),
    ),
    ...seed.tenants.map(({ id, name, apiSecret }) => `  tenant ${name} (${id}): ${apiSecret}`),
    `  operator (${OPERATOR.tenantId}): ${OPERATOR.apiSecret}`,
    '  They sign requests to /graphql of the backend: docs/admin-api.md; npm run bruno shows it',
    '',
    'Take a payment yourself (or from one of the other accounts in .mesh/NAME/mesh.json)',
    `  ${curl(mesh)}`,
  ];
}

/** One line, ready to paste: the shell puts the time in, so that each is a payment of its own. */
export function curl({
  services,
  terminal,
  accounts,
}: Omit<MeshDescription, 'topicPrefix' | 'databases'>): string {
  const pos = services.find(({ name }) => name === 'pos-service')?.url;
  const payer = accounts.find(({ behaviour }) => behaviour === 'approve');
  const payee = accounts.find(({ behaviour }) => behaviour === 'merchant');
  const body = JSON.stringify({
    signature: 'demo-signature',
    payload: 'demo',
    amount: { value: '1250', assetCode: payee?.asset, assetScale: payee?.scale },
    senderWalletAddress: payer?.walletAddress,
    receiverWalletAddress: payee?.walletAddress,
    timestamp: 'NOW',
  }).replace('"NOW"', `'$(date +%s)'000`);
  return `curl -s ${pos}/payment -H '${terminal.header}: ${terminal.key}' -H 'content-type: application/json' -d '${body}'`;
}
