import { Env, KafkaConfig } from '@tapmesh/service-kit';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import type { Layout } from './layout.js';

const TEN_YEARS_HOURS = 87_600;

export class TopicsConfig extends KafkaConfig {
  @Env('TOPIC_PARTITIONS', 'of each topic; they bound how many instances of a service have work')
  @IsInt()
  @Min(1)
  @Max(1_000)
  partitions: number = 6;

  @Env('TOPIC_REPLICATION_FACTOR', "copies of each partition; the brokers' default when left out")
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10)
  replicationFactor?: number;

  @Env('TOPIC_MIN_INSYNC_REPLICAS', 'copies that must have a message before it counts as written')
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10)
  minInSyncReplicas?: number;

  @Env('TOPIC_RETENTION_HOURS', "how long messages are kept; the brokers' default when left out")
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(TEN_YEARS_HOURS)
  retentionHours?: number;

  @Env('DEAD_LETTER_RETENTION_HOURS', 'the same for what could not be handled')
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(TEN_YEARS_HOURS)
  deadLetterRetentionHours: number = 720;

  layout(): Layout {
    const { partitions, replicationFactor, minInSyncReplicas } = this;
    const { retentionHours, deadLetterRetentionHours } = this;
    return {
      partitions,
      replicationFactor,
      minInSyncReplicas,
      retentionHours,
      deadLetterRetentionHours,
    };
  }

  override problems(): string[] {
    const { replicationFactor, minInSyncReplicas } = this;
    // Where one is left out it is the brokers' own, which nobody here knows.
    const tooMany =
      replicationFactor !== undefined &&
      minInSyncReplicas !== undefined &&
      minInSyncReplicas > replicationFactor;
    return tooMany
      ? [
          ...super.problems(),
          'TOPIC_MIN_INSYNC_REPLICAS is more than TOPIC_REPLICATION_FACTOR: nothing could be written',
        ]
      : super.problems();
  }
}
