import { Injectable, Logger } from '@nestjs/common';
import { SecretBox } from '@tapmesh/service-kit';
import { DataSource, type EntityManager } from 'typeorm';
import { BackendConfig } from '../backend.config.js';

const BATCH = 100;
const FIELDS = ['api_secret', 'idp_secret'] as const;

type Field = (typeof FIELDS)[number];

/** Seals what is stored plainly, or with the key before: the key is changed by starting with a new one. */
@Injectable()
export class Sealing {
  private readonly logger = new Logger(Sealing.name);
  private readonly box: SecretBox;

  constructor(
    config: BackendConfig,
    private readonly dataSource: DataSource,
  ) {
    this.box = new SecretBox(config);
  }

  /** May run in several instances at once, and beside tenants that change their secrets. */
  async run(): Promise<void> {
    if (this.box.currentPrefix === '') return;
    for (const field of FIELDS) {
      let sealed = 0;
      let more: number;
      do {
        more = await this.dataSource.transaction((manager) => this.sealSome(manager, field));
        sealed += more;
      } while (more === BATCH);
      if (sealed > 0) this.logger.log(`sealed ${sealed} secrets anew`);
    }
  }

  private async sealSome(manager: EntityManager, field: Field): Promise<number> {
    const rows = await manager.query<{ id: string; stored: string }[]>(
      `SELECT id, ${field} AS stored FROM tenants
       WHERE ${field} IS NOT NULL AND NOT starts_with(${field}, $1)
       ORDER BY id LIMIT ${BATCH} FOR NO KEY UPDATE`,
      [this.box.currentPrefix],
    );
    for (const { id: tenantId, stored } of rows) {
      const place = { owner: tenantId, field };
      const anew = this.box.seal(this.box.open(stored, place), place);
      await manager.query(`UPDATE tenants SET ${field} = $2 WHERE id = $1`, [tenantId, anew]);
    }
    return rows.length;
  }
}
