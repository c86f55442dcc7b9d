import { Injectable } from '@nestjs/common';
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
    const { operatorTenantId: id, adminApiSecret: apiSecret } = this.config;
    if (id === undefined || apiSecret === undefined) return;
    await this.dataSource.manager.upsert(
      TenantEntity,
      {
        id: id.toLowerCase(),
        slug: `operator-${id.toLowerCase()}`,
        publicName: 'Operator',
        apiSecret,
      },
      { conflictPaths: ['id'], skipUpdateIfNoValuesChanged: true },
    );
  }
}
