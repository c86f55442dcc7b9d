import { PartitionAssigners, type Cluster, type PartitionAssigner } from 'kafkajs';

/** kafkajs has it and leaves it out of its types. */
interface Coordinator {
  leaveGroup(membership: { groupId: string; memberId: string }): Promise<unknown>;
  describeGroups(request: { groupIds: string[] }): Promise<{
    groups: { members: { memberId: string; clientId: string }[] }[];
  }>;
}

export interface FormerMembershipOptions {
  groupId: string;
  /** Of this instance alone, and the same after a restart where the operator names its instances. */
  clientId: string;
}

/**
 * kafkajs gives up its membership when the broker goes away, without leaving the group, and comes
 * back as somebody new; so does a process that was killed and is started again. The broker would
 * wait for the old member until its session times out, seconds in which nobody of the group gets a
 * message. So the old membership is ended first.
 *
 * Kafka's own way, static membership (`group.instance.id`), is not in kafkajs; besides, it lets the
 * partitions of an instance that stays away wait for the session timeout even when others are there.
 *
 * An assigner is the one public place where kafkajs hands out its connection to the cluster.
 */
export class FormerMembership {
  private cluster?: Cluster;
  private memberId?: string;
  private isFirst = true;

  constructor(private readonly options: FormerMembershipOptions) {}

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
    const { cluster, memberId, isFirst } = this;
    const { groupId } = this.options;
    this.memberId = undefined;
    if (!cluster || (!memberId && !isFirst)) return;
    const coordinator = (await cluster.findGroupCoordinator({ groupId })) as unknown as Coordinator;
    // Only once: should two processes wrongly bear one name, they would throw each other out for ever.
    const members = isFirst ? await this.ofFormerProcess(coordinator) : [];
    this.isFirst = false;
    if (memberId) members.push(memberId);
    for (const former of members) {
      await coordinator.leaveGroup({ groupId, memberId: former }).catch(() => undefined);
    }
  }

  private async ofFormerProcess(coordinator: Coordinator): Promise<string[]> {
    const { groupId, clientId } = this.options;
    const { groups } = await coordinator.describeGroups({ groupIds: [groupId] });
    return groups
      .flatMap(({ members }) => members)
      .filter((member) => member.clientId === clientId)
      .map(({ memberId }) => memberId);
  }
}
