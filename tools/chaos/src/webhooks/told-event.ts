import type { Envelope } from '@tapmesh/events';

type Attributes = 'id' | 'type' | 'subject' | 'sequence' | 'tenantId' | 'audience' | 'time';

/** An event as it stands on its topic; the first time, where it stands there twice. */
export interface ToldEvent extends Pick<Envelope, Attributes> {
  topic: string;
  partition: number;
  offset: number;
  /** Whether whoever hears it must have it: it was told while they were there, and early enough. */
  owed: boolean;
}
