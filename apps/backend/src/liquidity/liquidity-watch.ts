import { Injectable } from '@nestjs/common';
import { MessageFactory, type Transaction } from '@tapmesh/messaging';
import type { LiquidityDrop } from './liquidity-in-hand.js';
import { crosses, liquidityLow } from './liquidity-low.js';

interface WatchedRow {
  id: string;
  tenantId: string;
  assetId: string;
  code: string;
  scale: number;
  threshold: string;
}

/** Tells a tenant when its liquidity has fallen to what it said it wants to hear of. */
@Injectable()
export class LiquidityWatch {
  constructor(private readonly messages: MessageFactory) {}

  /** In the transaction that took it, whose locks see to it that a crossing is told once. */
  async tell(tx: Transaction, drops: readonly LiquidityDrop[]): Promise<void> {
    if (drops.length === 0) return;
    const rows = await tx.manager.query<WatchedRow[]>(WATCHED, [
      drops.map(({ tenantId }) => tenantId),
      drops.map(({ assetId }) => assetId),
    ]);
    for (const { id, tenantId, assetId, code, scale, threshold } of rows) {
      const drop = drops.find((one) => one.tenantId === tenantId && one.assetId === assetId);
      if (drop === undefined || !crosses(drop, BigInt(threshold))) continue;
      const watched = {
        id,
        tenantId,
        asset: { id: assetId, code, scale },
        threshold: BigInt(threshold),
      };
      tx.send({ message: this.messages.make(liquidityLow(watched, drop.after)) });
    }
  }
}

const WATCHED = `
  SELECT t.id, t.tenant_id AS "tenantId", t.asset_id AS "assetId", a.code, a.scale,
    t.liquidity_threshold AS threshold
  FROM unnest($1::uuid[], $2::uuid[]) AS dropped (tenant_id, asset_id)
  JOIN tenant_assets t USING (tenant_id, asset_id) JOIN assets a ON a.id = t.asset_id
  WHERE t.deleted_at IS NULL AND t.liquidity_threshold IS NOT NULL`;
