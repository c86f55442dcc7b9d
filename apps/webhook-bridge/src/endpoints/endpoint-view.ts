import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Audience, EndpointDisabledReason } from '@tapmesh/events';
import type { StandardScheme } from '../signatures/standard-webhooks.js';
import type { EndpointSecret } from './endpoint-secrets.repository.js';
import type { StoredEndpoint } from './stored-endpoint.js';

/** An endpoint as the API shows it: no secret, and of the consumer's own headers the names alone. */
export class EndpointView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ format: 'uuid' })
  tenantId: string;

  @ApiProperty()
  url: string;

  @ApiProperty({ enum: Audience })
  role: string;

  @ApiProperty({ type: [String] })
  eventTypes: readonly string[];

  @ApiProperty({ enum: ['standard', 'rafiki'] })
  format: string;

  @ApiProperty({ enum: ['v1', 'v1a', 'rafiki', 'none'] })
  signature: string;

  @ApiProperty({ type: [String], description: 'Names of the headers that go with each delivery' })
  headers: string[];

  @ApiPropertyOptional({ type: 'integer' })
  ratePerSecond?: number;

  @ApiProperty({ type: 'integer' })
  timeoutMs: number;

  @ApiProperty({ type: [Number] })
  retryScheduleS: readonly number[];

  @ApiProperty({ type: 'integer' })
  orderHoldMs: number;

  @ApiProperty({ type: [String] })
  maskedFields: readonly string[];

  @ApiPropertyOptional()
  description?: string;

  @ApiProperty()
  enabled: boolean;

  @ApiPropertyOptional({ enum: [...Object.values(EndpointDisabledReason), 'requested'] })
  disabledReason?: string;

  @ApiPropertyOptional({ format: 'date-time' })
  disabledAt?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Since when nothing has succeeded' })
  failingSince?: string;

  @ApiPropertyOptional({
    enum: ['setting', 'configuration'],
    description: 'Made by a tenant’s WEBHOOK_URL, or by our configuration: to be changed there',
  })
  managedBy?: string;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ format: 'date-time' })
  updatedAt: string;

  static of(endpoint: StoredEndpoint): EndpointView {
    const { headers, disabledAt, failingSince, createdAt, updatedAt, ...rest } = endpoint;
    return {
      ...rest,
      headers: Object.keys(headers),
      ...(disabledAt && { disabledAt: disabledAt.toISOString() }),
      ...(failingSince && { failingSince: failingSince.toISOString() }),
      createdAt: createdAt.toISOString(),
      updatedAt: updatedAt.toISOString(),
    };
  }
}

/** Shown once: nobody can ask for it again. */
export class SecretView {
  @ApiProperty({ enum: ['v1', 'v1a'] })
  kind: StandardScheme;

  @ApiPropertyOptional({ example: 'whsec_…', description: 'Of `v1`: what verifies is what signs' })
  secret?: string;

  @ApiPropertyOptional({ example: 'whpk_…', description: 'Of `v1a`: what verifies' })
  publicKey?: string;

  static of({ kind, secret, publicKey }: EndpointSecret): SecretView {
    return kind === 'v1' ? { kind, secret } : { kind, publicKey };
  }
}

export class MadeEndpointView extends EndpointView {
  @ApiPropertyOptional({ type: SecretView, description: 'Shown now and never again' })
  secret?: SecretView;
}

export class EndpointsView {
  @ApiProperty({ type: [EndpointView] })
  endpoints: EndpointView[];

  @ApiPropertyOptional({
    format: 'uuid',
    description: 'The `after` of the next page, if there is one',
  })
  next?: string;
}
