import { Injectable } from '@nestjs/common';
import { SecretBox, type SecretPlace } from '@tapmesh/service-kit';
import { DataSource } from 'typeorm';
import { BackendConfig } from '../backend.config.js';
import { TenantEntity } from './tenant.entity.js';

/** The tenant that runs this backend, from the configuration. */
@Injectable()
export class Operator {
  constructor(
    private readonly config: BackendConfig,
    private readonly dataSource: DataSource,
  ) {}

  /** Stores it, and its secret as it is configured now. Without one there is no operator. */
  async store(): Promise<void> {
    const { operatorTenantId, adminApiSecret } = this.config;
    if (operatorTenantId === undefined || adminApiSecret === undefined) return;
    const id = operatorTenantId.toLowerCase();
    const place: SecretPlace = { owner: id, field: 'api_secret' };
    await this.dataSource.manager.upsert(
      TenantEntity,
      {
        id,
        slug: `operator-${id}`,
        publicName: 'Operator',
        apiSecret: new SecretBox(this.config).seal(adminApiSecret, place),
        deletedAt: null,
      },
      { conflictPaths: ['id'], skipUpdateIfNoValuesChanged: true },
    );
  }
}
