import type {
  GroupConsumerOptions,
  PartitionOffset,
  TopicPartition,
} from '@tapmesh/messaging/simulation';
import { NATURE, type Owner } from '../world/world.js';
import type { Bus } from './bus.js';

type MemberOptions = Omit<GroupConsumerOptions, 'kafka' | 'log'>;

/** How soon the group sees that members have come or gone, in milliseconds. */
export type RebalanceDelay = (why: 'joined' | 'left' | 'died') => number;

/**
 * A consumer group as Kafka has it: each partition is read by one member, from the committed offset
 * after every rebalance, and a commit of somebody who has lost the partition is refused.
 */
export class ConsumerGroup {
  private readonly members = new Set<GroupMember>();
  private readonly committed = new Map<string, number>();
  private generation = 0;
  private planned = false;

  constructor(
    readonly bus: Bus,
    readonly topics: readonly string[],
    private readonly delay: RebalanceDelay,
  ) {
    bus.onAppend((topic, partition) => this.appended(topic, partition));
  }

  member(owner: Owner, options: MemberOptions): GroupMember {
    return new GroupMember(this, owner, options);
  }

  join(member: GroupMember): void {
    this.members.add(member);
    this.plan('joined');
  }

  leave(member: GroupMember): void {
    if (this.members.delete(member)) this.plan('left');
  }

  /** Its session runs out some time later. */
  died(owner: Owner): void {
    if ([...this.members].some((member) => member.owner === owner)) this.plan('died');
  }

  /** Members may be made to share the partitions anew at any time. */
  rebalance(): void {
    this.plan('joined');
  }

  committedOffset(at: TopicPartition): number {
    return this.committed.get(nameOf(at)) ?? 0;
  }

  commit(generation: number, offsets: PartitionOffset[]): void {
    if (generation !== this.generation) throw new Error('ILLEGAL_GENERATION');
    for (const at of offsets) this.committed.set(nameOf(at), at.offset);
  }

  /** Messages that nobody has committed. */
  get lag(): number {
    return this.everyPartition().reduce(
      (sum, at) => sum + this.bus.log(at.topic, at.partition).length - this.committedOffset(at),
      0,
    );
  }

  private plan(why: 'joined' | 'left' | 'died'): void {
    if (this.planned && why !== 'joined') return;
    this.planned = true;
    this.bus.world.schedule(NATURE, this.delay(why), () => this.assign());
  }

  private assign(): void {
    this.planned = false;
    this.generation += 1;
    for (const member of [...this.members]) if (!member.owner.alive) this.members.delete(member);
    const members = [...this.members];
    if (members.length === 0) return;
    const first = this.bus.world.random.between(0, members.length - 1);
    const shares = new Map<GroupMember, TopicPartition[]>(members.map((member) => [member, []]));
    this.everyPartition().forEach((at, index) => {
      shares.get(members[(index + first) % members.length]!)?.push(at);
    });
    for (const [member, share] of shares) member.assignLater(this.generation, share);
  }

  private appended(topic: string, partition: number): void {
    if (!this.topics.includes(topic)) return;
    for (const member of this.members) member.appended({ topic, partition });
  }

  private everyPartition(): TopicPartition[] {
    return this.topics.flatMap((topic) =>
      this.bus.partitionsOf(topic).map((partition) => ({ topic, partition })),
    );
  }
}

/** Stands where libs/messaging has its `GroupConsumer`: fetches, hands over, commits when it is told. */
export class GroupMember {
  assigned: readonly TopicPartition[] = [];
  joined = false;
  private generation = -1;
  private readonly positions = new Map<string, number>();
  private readonly fetching = new Set<string>();

  constructor(
    private readonly group: ConsumerGroup,
    readonly owner: Owner,
    private readonly options: MemberOptions,
  ) {}

  start(): void {
    this.group.join(this);
  }

  stop(): Promise<void> {
    this.joined = false;
    this.assigned = [];
    this.group.leave(this);
    return Promise.resolve();
  }

  commit(offsets: PartitionOffset[]): Promise<void> {
    const { world, faults } = this.group.bus;
    const { generation } = this;
    return world.ask(this.owner, faults.latencyMs(), () => this.group.commit(generation, offsets));
  }

  assignLater(generation: number, share: TopicPartition[]): void {
    const { world, faults } = this.group.bus;
    world.schedule(this.owner, faults.latencyMs(), () => {
      if (generation < this.generation) return;
      // Out of the group for a while: it comes back as somebody new, as the real consumer does.
      if (generation !== this.generation + 1) this.options.onAssigned([]);
      this.generation = generation;
      this.joined = true;
      this.assigned = share;
      this.positions.clear();
      for (const at of share) this.positions.set(nameOf(at), this.group.committedOffset(at));
      world.trace(() => `reads ${share.map(nameOf).join(' ')}`);
      this.options.onAssigned(share);
      for (const at of share) this.appended(at);
    });
  }

  appended(at: TopicPartition): void {
    const name = nameOf(at);
    const position = this.positions.get(name);
    if (position === undefined || this.fetching.has(name)) return;
    const { world, faults } = this.group.bus;
    if (position >= this.group.bus.log(at.topic, at.partition).length) return;
    this.fetching.add(name);
    world.schedule(this.owner, faults.deliveryMs(), () => this.fetch(at));
  }

  private fetch(at: TopicPartition): void {
    const { world } = this.group.bus;
    const name = nameOf(at);
    this.fetching.delete(name);
    const position = this.positions.get(name);
    if (position === undefined) return;
    const room = this.options.whenRoom();
    if (room !== undefined) {
      void room.then(() => this.appended(at));
      return;
    }
    const waiting = this.group.bus.log(at.topic, at.partition).slice(position);
    if (waiting.length === 0) return;
    const records = waiting.slice(0, world.random.between(1, 8));
    this.positions.set(name, position + records.length);
    world.trace(
      () => `← ${name}@${position}: ${records.map(({ headers }) => headers.ce_type).join(', ')}`,
    );
    this.options.onRecords(records);
    this.appended(at);
  }
}

function nameOf({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}
