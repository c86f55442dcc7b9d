import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LoggedEndpoints, type LoggedEndpoint } from './logged-endpoint.js';

@Injectable()
export class LoggedEndpointsRepository extends LoggedEndpoints {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  of(tenantId: string | undefined): Promise<readonly LoggedEndpoint[]> {
    return this.dataSource.query<LoggedEndpoint[]>(
      `SELECT id, masked_fields AS "maskedFields" FROM endpoints
       WHERE $1::uuid IS NULL OR tenant_id = $1`,
      [tenantId ?? null],
    );
  }
}
