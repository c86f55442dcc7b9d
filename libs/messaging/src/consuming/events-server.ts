import { Injectable } from '@nestjs/common';
import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import type { Topic } from '@tapmesh/events';

@Injectable()
export class EventsServer extends Server implements CustomTransportStrategy {
  listen(_callback: (error?: unknown) => void): void {
    throw new Error('not built');
  }
  async close(): Promise<void> {}
  /** The partitions of a topic that this instance reads now. */
  assignedPartitions(_topic: Topic): number[] {
    throw new Error('not built');
  }
  override on(): void {}
  override unwrap<T>(): T {
    throw new Error('not built');
  }
}
