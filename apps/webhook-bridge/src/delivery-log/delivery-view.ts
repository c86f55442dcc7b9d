import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { DeliveriesPage, DeliveryInFull } from './delivery-log.js';
import type { LoggedAttempt, LoggedDelivery } from './logged-delivery.js';

export class DeliveryView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ format: 'uuid' })
  endpointId: string;

  @ApiProperty({ format: 'uuid', description: 'The `webhook-id` of every attempt' })
  eventId: string;

  @ApiProperty({ example: 'outgoing_payment.created' })
  type: string;

  @ApiProperty({ description: 'What it tells of: a payment’s id, most often' })
  subject: string;

  @ApiPropertyOptional({ type: 'integer' })
  sequence?: number;

  @ApiProperty({ format: 'date-time', description: 'When it happened' })
  time: string;

  @ApiProperty({ enum: ['LIVE', 'REPLAY'] })
  lane: string;

  @ApiProperty({ type: 'integer', description: 'Its `webhook-number`' })
  number: number;

  @ApiProperty({ enum: ['PENDING', 'DELIVERED', 'FAILED'] })
  state: string;

  @ApiPropertyOptional({ description: 'Why it failed for good' })
  failureReason?: string;

  @ApiProperty({ description: 'Another one of its subject goes first' })
  held: boolean;

  @ApiProperty({ type: 'integer' })
  attempts: number;

  @ApiPropertyOptional({ format: 'date-time', description: 'Of the next attempt, if there is one' })
  dueAt?: string;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiPropertyOptional({ format: 'date-time' })
  finishedAt?: string;

  static of(delivery: LoggedDelivery): DeliveryView {
    const { sequence, time, failureReason, dueAt, createdAt, finishedAt, ...rest } = delivery;
    return {
      ...rest,
      ...(sequence !== null && { sequence }),
      time: time.toISOString(),
      ...(failureReason !== null && { failureReason }),
      ...(finishedAt === null && { dueAt: dueAt.toISOString() }),
      createdAt: createdAt.toISOString(),
      ...(finishedAt !== null && { finishedAt: finishedAt.toISOString() }),
    };
  }
}

export class AttemptView {
  @ApiProperty({ type: 'integer' })
  number: number;

  @ApiProperty({ format: 'date-time' })
  at: string;

  @ApiProperty({ enum: ['delivered', 'gone', 'refused', 'unanswered'] })
  outcome: string;

  @ApiPropertyOptional({ type: 'integer' })
  status?: number;

  @ApiProperty()
  latencyMs: number;

  @ApiPropertyOptional({ description: 'Why nobody answered' })
  error?: string;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  requestHeaders: Record<string, string>;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  responseHeaders: Record<string, string>;

  @ApiPropertyOptional({ description: 'Its beginning: up to 1 KiB' })
  responseBody?: string;

  static of({ at, status, error, responseBody, ...rest }: LoggedAttempt): AttemptView {
    return {
      ...rest,
      at: at.toISOString(),
      ...(status !== null && { status }),
      ...(error !== null && { error }),
      ...(responseBody !== null && { responseBody }),
    };
  }
}

class PaginationView {
  @ApiPropertyOptional({ format: 'uuid' })
  startCursor?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  endCursor?: string;

  @ApiProperty()
  hasNextPage: boolean;

  @ApiProperty()
  hasPreviousPage: boolean;
}

/** Newest first, as all our pages are. */
export class DeliveriesView {
  @ApiProperty({ type: [DeliveryView] })
  deliveries: DeliveryView[];

  @ApiProperty({ type: PaginationView })
  pagination: PaginationView;

  static of({ deliveries, hasNextPage, hasPreviousPage }: DeliveriesPage): DeliveriesView {
    return {
      deliveries: deliveries.map((delivery) => DeliveryView.of(delivery)),
      pagination: {
        startCursor: deliveries[0]?.id,
        endCursor: deliveries.at(-1)?.id,
        hasNextPage,
        hasPreviousPage,
      },
    };
  }
}

export class DeliveryInFullView extends DeliveryView {
  @ApiProperty({ description: 'The payload, without what its endpoint masks' })
  data: unknown;

  @ApiProperty({ type: [AttemptView] })
  made: AttemptView[];

  static whole({ delivery, data, attempts }: DeliveryInFull): DeliveryInFullView {
    return { ...DeliveryView.of(delivery), data, made: attempts.map((one) => AttemptView.of(one)) };
  }
}
