/** What an endpoint was counted for of a partition on a day, and what there is. */
export interface PartitionBalance {
  endpointId: string;
  day: string;
  topic: string;
  partition: number;
  /** Counted when it was read. */
  read: number;
  accepted: number;
  /** Live deliveries that there are. */
  deliveries: number;
  /** Events that there are, whether the endpoint was there for all of them or not. */
  events: number;
}

export type PartitionFault = 'delivery_missing' | 'count_differs';

/**
 * An endpoint that came on that day may have been counted for fewer events than there are: that is for the
 * balance of its whole days.
 */
export function faultOf(balance: PartitionBalance): PartitionFault | undefined {
  const { read, accepted, deliveries, events } = balance;
  if (deliveries < accepted) return 'delivery_missing';
  return deliveries > accepted || read > events ? 'count_differs' : undefined;
}
