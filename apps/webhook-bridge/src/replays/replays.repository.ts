import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { BATCH_SIZE } from './replayable-events.js';
import type { Position, Replay, ReplayInHand, ReplayPart, Selection } from './replay.js';
import { TAKE } from './replay.statements.js';

export interface NewReplay {
  id: string;
  tenantId: string;
  selection: Selection;
  parts: readonly { endpointId: string; expected: number }[];
}

interface PartRow {
  id: string;
  endpointId: string;
  selection: Selection;
  expected: string;
  made: string;
  state: ReplayPart['state'];
  createdAt: Date;
}

const COLUMNS = `
  id, endpoint_id AS "endpointId", selection, expected, made, created_at AS "createdAt",
  CASE WHEN cancelled THEN 'CANCELLED' WHEN finished_at IS NULL THEN 'RUNNING' ELSE 'DONE' END AS state`;

/** $1 whose, $2 behind which one, $3 how many replays. */
const PAGE = `
  SELECT ${COLUMNS} FROM replays
  WHERE id IN (
    SELECT DISTINCT id FROM replays
    WHERE ($1::uuid IS NULL OR tenant_id = $1) AND ($2::uuid IS NULL OR id < $2)
    ORDER BY id DESC LIMIT $3)
  ORDER BY id DESC, endpoint_id`;

/** After an error: what is wrong with the database passes, what is wrong with the replay does not. */
const PUT_BEHIND_FOR = '10 seconds';

@Injectable()
export class ReplaysRepository {
  async insert(
    manager: EntityManager,
    { id, tenantId, selection, parts }: NewReplay,
  ): Promise<void> {
    await manager.query(
      `INSERT INTO replays (id, endpoint_id, tenant_id, selection, expected)
       SELECT $1, part.endpoint_id, $2, $3, part.expected
       FROM unnest($4::uuid[], $5::bigint[]) AS part (endpoint_id, expected)`,
      [
        id,
        tenantId,
        JSON.stringify(selection),
        parts.map(({ endpointId }) => endpointId),
        parts.map(({ expected }) => expected),
      ],
    );
  }

  /** The one that has waited longest, unless somebody else has it or its consumer is behind. */
  async take(manager: EntityManager): Promise<ReplayInHand | undefined> {
    const [row] = await manager.query<(ReplayInHand & { position: Position | null })[]>(TAKE, [
      BATCH_SIZE,
    ]);
    return row && { ...row, position: row.position ?? undefined };
  }

  /** Goes on behind `position`, or is done where there is none. */
  async advance(
    manager: EntityManager,
    { id, endpointId, position }: Pick<ReplayInHand, 'id' | 'endpointId' | 'position'>,
    made: number,
  ): Promise<void> {
    await manager.query(
      `UPDATE replays SET made = made + $3, position = $4::jsonb, touched_at = clock_timestamp(),
         finished_at = CASE WHEN $4::jsonb IS NULL THEN now() END
       WHERE id = $1 AND endpoint_id = $2`,
      [id, endpointId, made, position === undefined ? null : JSON.stringify(position)],
    );
  }

  /** Takes it up again after a while, when others have had their turn. */
  async putBehind(
    manager: EntityManager,
    { id, endpointId }: Pick<ReplayInHand, 'id' | 'endpointId'>,
  ): Promise<void> {
    await manager.query(
      `UPDATE replays SET touched_at = clock_timestamp() + interval '${PUT_BEHIND_FOR}'
       WHERE id = $1 AND endpoint_id = $2`,
      [id, endpointId],
    );
  }

  /** Those that are done already stay so. */
  async cancel(manager: EntityManager, id: string): Promise<void> {
    await manager.query(
      `UPDATE replays SET cancelled = true, finished_at = now() WHERE id = $1 AND finished_at IS NULL`,
      [id],
    );
  }

  async one(manager: EntityManager, id: string, tenantId?: string): Promise<Replay | undefined> {
    const rows = await manager.query<PartRow[]>(
      `SELECT ${COLUMNS} FROM replays
       WHERE id = $1 AND ($2::uuid IS NULL OR tenant_id = $2) ORDER BY endpoint_id`,
      [id, tenantId ?? null],
    );
    return toReplays(rows)[0];
  }

  async page(
    manager: EntityManager,
    { tenantId, after, first }: { tenantId?: string; after?: string; first: number },
  ): Promise<Replay[]> {
    const rows = await manager.query<PartRow[]>(PAGE, [tenantId ?? null, after ?? null, first]);
    return toReplays(rows);
  }
}

function toReplays(rows: readonly PartRow[]): Replay[] {
  const replays = new Map<string, Replay>();
  for (const { id, selection, createdAt, endpointId, expected, made, state } of rows) {
    const replay = replays.get(id) ?? { id, selection, createdAt, parts: [] };
    replays.set(id, replay);
    replay.parts.push({ endpointId, expected: Number(expected), made: Number(made), state });
  }
  return [...replays.values()];
}
