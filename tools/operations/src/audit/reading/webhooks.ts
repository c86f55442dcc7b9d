import { MeshError } from '@tapmesh/mesh';
import { TopicReader, type PartitionOffset } from '@tapmesh/messaging';
import type { KafkaSecurity } from '@tapmesh/service-kit';
import {
  committedOffsets,
  findGaps,
  GapsRepository,
  reconcileDays,
  ReconciliationRepository,
} from '@tapmesh/webhook-bridge/reconciliation';
import type { Snapshot } from '../../books/snapshot.js';
import type { Disagreements, WebhooksReport } from '../report.js';
import { webhookFindings } from '../rules/webhooks.js';

/** Where the topics are; without it what the bridge has noted is compared up to the last offset that it noted. */
export interface BrokerTarget {
  kafka?: { brokers: string };
  topicPrefix?: string;
  /** How the brokers know us, and we them; in the clear when left out. */
  security?: KafkaSecurity;
}

const BRIDGE = 'webhook-bridge';
const QUIET = { log() {}, warn() {}, error() {}, debug() {} };

/** @returns undefined where the mesh has no webhook bridge */
export async function reconcileWebhooks(
  bridge: Snapshot | undefined,
  target: BrokerTarget,
  found: Disagreements,
): Promise<WebhooksReport | undefined> {
  if (bridge === undefined) return undefined;
  // First Kafka, then the tables: whatever is said to be done is there by then.
  const committed = await readCommitted(target);
  await bridge.renew();
  const snapshot = {
    query: <Rows>(statement: string, parameters?: unknown[]): Promise<Rows> =>
      bridge.rows(statement, parameters) as Promise<Rows>,
  };
  const repository = new ReconciliationRepository(snapshot);
  const kept = await repository.days();
  const reconciled = await reconcileDays(repository, { kept, asked: kept, committed });
  const missing = reconciled.topics?.missing ?? [];
  const gaps = await findGaps(new GapsRepository(snapshot), { days: kept, missing });
  for (const { about, ...finding } of webhookFindings(reconciled, gaps)) found.add(about, finding);
  const endpoints = new Set(reconciled.days.map(({ endpointId }) => endpointId)).size;
  return { endpoints, ...reconciled.total };
}

async function readCommitted({
  kafka,
  topicPrefix = '',
  security,
}: BrokerTarget): Promise<PartitionOffset[]> {
  if (kafka === undefined) return [];
  const clientId = 'tapmesh-audit';
  const { brokers } = kafka;
  const reader = new TopicReader({
    brokers: brokers.split(','),
    security,
    topicPrefix,
    clientId,
    log: QUIET,
  });
  try {
    return await committedOffsets(reader, topicPrefix);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new MeshError(`${brokers}: the offsets of the ${BRIDGE} cannot be read: ${reason}`);
  } finally {
    await reader.close().catch(() => undefined);
  }
}
