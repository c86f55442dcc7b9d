import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { toState, type IncomingPaymentEntity } from './incoming-payment.entity.js';
import type { IncomingPayment } from './incoming-payment.js';
import { INCOMING_PAYMENT } from './incoming-payments.repository.js';

/** $1 id, $2 metadata, $3 tenant, or null for anybody's. In a CTE, for TypeORM tells rows of a SELECT. */
const DESCRIBE = `
  WITH i AS (
    UPDATE incoming_payments SET metadata = $2::jsonb
    WHERE id = $1 AND ($3::uuid IS NULL OR tenant_id = $3)
    RETURNING *
  )
  SELECT ${INCOMING_PAYMENT} FROM i`;

export interface Description {
  id: string;
  tenantId?: string;
  metadata: Record<string, unknown>;
}

/** What a payment's own tenant notes on it: in any state, for nothing follows from it. */
@Injectable()
export class IncomingPaymentsDescriptions {
  async describe(
    manager: EntityManager,
    { id, tenantId, metadata }: Description,
  ): Promise<IncomingPayment | undefined> {
    const parameters = [id, JSON.stringify(metadata), tenantId ?? null];
    const [row] = await manager.query<IncomingPaymentEntity[]>(DESCRIBE, parameters);
    return row && toState(row);
  }
}
