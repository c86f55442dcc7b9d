import { PartitionAssigners, type Cluster, type PartitionAssigner } from 'kafkajs';

/** kafkajs has it and leaves it out of its types. */
interface Coordinator {
  leaveGroup(membership: { groupId: string; memberId: string }): Promise<unknown>;
}

/**
 * kafkajs gives up its membership when the broker goes away, without leaving the group, and comes
 * back as somebody new: the broker then waits for the old one until its session times out, ten
 * seconds in which nobody gets a message. So the old membership is ended first.
 *
 * An assigner is the one public place where kafkajs hands out its connection to the cluster.
 */
export class FormerMembership {
  private cluster?: Cluster;
  private memberId?: string;

  constructor(private readonly groupId: string) {}

  readonly assigner: PartitionAssigner = (config) => {
    this.cluster = config.cluster;
    return PartitionAssigners.roundRobin(config);
  };

  /** @returns whether as somebody new: then it was out of the group, and missed who read what since */
  joinedAs(memberId: string): boolean {
    const isNew = memberId !== this.memberId;
    this.memberId = memberId;
    return isNew;
  }

  /** Before joining again, on a connected consumer. A member that is gone already is fine. */
  async end(): Promise<void> {
    const { cluster, memberId, groupId } = this;
    this.memberId = undefined;
    if (!cluster || !memberId) return;
    const coordinator = (await cluster.findGroupCoordinator({ groupId })) as unknown as Coordinator;
    await coordinator.leaveGroup({ groupId, memberId }).catch(() => undefined);
  }
}
