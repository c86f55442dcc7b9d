import { Injectable } from '@nestjs/common';
import { SecretBox } from '@tapmesh/service-kit';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { MadeSecret, StandardScheme } from '../signatures/standard-webhooks.js';

/** Opened: never in an answer but the first, never in a log line. */
export interface EndpointSecret extends MadeSecret {
  id: string;
  endpointId: string;
  createdAt: Date;
  expiresAt?: Date;
}

type Row = Omit<EndpointSecret, 'publicKey' | 'expiresAt'> & {
  publicKey: string | null;
  expiresAt: Date | null;
};

const COLUMNS = `
  id, endpoint_id AS "endpointId", kind, secret, public_key AS "publicKey", created_at AS "createdAt",
  expires_at AS "expiresAt"`;

@Injectable()
export class EndpointSecretsRepository {
  constructor(private readonly box: SecretBox) {}

  async insert(
    manager: EntityManager,
    endpointId: string,
    made: MadeSecret,
  ): Promise<EndpointSecret> {
    const { kind, secret, publicKey } = made;
    const id = uuidv7();
    const sealed = this.box.seal(secret, { owner: endpointId, field: 'endpoint_secret' });
    const [row] = await manager.query<Row[]>(
      `INSERT INTO endpoint_secrets (id, endpoint_id, kind, secret, public_key)
       VALUES ($1, $2, $3, $4, $5) RETURNING ${COLUMNS}`,
      [id, endpointId, kind, sealed, publicKey ?? null],
    );
    return this.opened(row!);
  }

  /** Those of now end by themselves; one that ends sooner already does so. */
  async endAfter(
    manager: EntityManager,
    endpointId: string,
    { kind, seconds }: { kind: StandardScheme; seconds: number },
  ): Promise<void> {
    await manager.query(
      `UPDATE endpoint_secrets
       SET expires_at = least(expires_at, now() + $3 * interval '1 second')
       WHERE endpoint_id = $1 AND kind = $2`,
      [endpointId, kind, seconds],
    );
  }

  /** Those that are good now, of one endpoint or of all. */
  async good(manager: EntityManager, endpointId?: string): Promise<EndpointSecret[]> {
    const rows = await manager.query<Row[]>(
      `SELECT ${COLUMNS} FROM endpoint_secrets
       WHERE ($1::uuid IS NULL OR endpoint_id = $1) AND (expires_at IS NULL OR expires_at > now())
       ORDER BY created_at DESC, id DESC`,
      [endpointId ?? null],
    );
    return rows.map((row) => this.opened(row));
  }

  private opened({ publicKey, expiresAt, ...row }: Row): EndpointSecret {
    return {
      ...row,
      secret: this.box.open(row.secret, { owner: row.endpointId, field: 'endpoint_secret' }),
      ...(publicKey !== null && { publicKey }),
      ...(expiresAt !== null && { expiresAt }),
    };
  }
}
