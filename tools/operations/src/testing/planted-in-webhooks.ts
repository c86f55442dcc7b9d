import type { MeshAtRest } from './mesh-at-rest.js';
import type { Planted } from './planted.js';

/** An event that the bank was told of over HTTP, and that is not the first of its partition. */
export interface Told {
  endpointId: string;
  eventId: string;
  topic: string;
  partition: number;
  offset: number;
}

export async function toldToBank(rest: MeshAtRest): Promise<Told> {
  const [told] = await rest.rows<Told>(
    BRIDGE,
    `SELECT d.endpoint_id AS "endpointId", e.id AS "eventId", e.topic, e.partition,
       e.record_offset::float8 AS offset
     FROM events e JOIN deliveries d ON d.event_id = e.id
     WHERE e.record_offset > (SELECT min(record_offset) FROM intake_offsets o
       WHERE o.topic = e.topic AND o.partition = e.partition)
     ORDER BY e.time LIMIT 1`,
  );
  if (told === undefined) throw new Error('the bank was told nothing');
  return told;
}

/** What is broken, all that the audit is to say of it, and what must stand in the first of it. */
export interface WebhookCase extends Planted {
  finds: string[];
  says: string;
}

const BRIDGE = 'webhook-bridge';

const lost = (table: string, where: string) => ({
  service: BRIDGE,
  touches: [{ table, where }],
  statement: `DELETE FROM ${table} WHERE ${where}`,
});

const counted = ({ endpointId, topic, partition }: Told, set: string) => {
  const where = `endpoint_id = '${endpointId}' AND topic = '${topic}' AND partition = ${partition}`;
  return {
    service: BRIDGE,
    touches: [{ table: 'intake_counts', where }],
    statement: `UPDATE intake_counts SET ${set} WHERE ${where}`,
  };
};

const recordOf = ({ topic, partition, offset }: Told): string => `${topic}/${partition}@${offset}`;
const partitionOf = ({ topic, partition }: Told): string => `${topic}/${partition}: `;

export const inWebhooks: Record<string, (told: Told) => WebhookCase> = {
  'an offset that was passed over': (told) => ({
    ...lost(
      'intake_offsets',
      `topic = '${told.topic}' AND partition = ${told.partition} AND record_offset = ${told.offset}`,
    ),
    finds: ['webhook-bridge webhook_offset_missing'],
    says: `${recordOf(told)} was passed over`,
  }),

  'an event that is not stored': (told) => ({
    ...lost('events', `id = '${told.eventId}'`),
    finds: ['webhook-bridge webhook_event_missing'],
    says: `${recordOf(told)}: event ${told.eventId} was read`,
  }),

  'a delivery that is lost': (told) => ({
    ...lost('deliveries', `event_id = '${told.eventId}'`),
    finds: ['endpoint webhook_delivery_missing'],
    says: recordOf(told),
  }),

  'an event that was counted and never was': (told) => ({
    ...counted(told, 'read = read + 1, filtered = filtered + 1'),
    finds: ['endpoint webhook_count_differs'],
    says: partitionOf(told),
  }),

  'a delivery that was not counted': (told) => ({
    ...counted(told, 'accepted = accepted - 1, filtered = filtered + 1'),
    finds: ['endpoint webhook_count_differs'],
    says: partitionOf(told),
  }),
};
