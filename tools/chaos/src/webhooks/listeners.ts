import { OPERATOR, waitFor, type Mesh } from '@tapmesh/mesh';
import type { PartitionRange } from '@tapmesh/messaging';
import type { Disagreement } from '@tapmesh/operations';
import { BridgeClient } from './bridge-client.js';
import { Consumer } from './consumers/consumer.js';
import { ears, type OwnedEar } from './consumers/ears.js';
import type { Ear } from './ear.js';
import { judgeRecords } from './judgement.js';
import { isAccepted } from './receipt.js';
import { isAtRest, judgeReconciled, type EndpointRecord, type Reconciled } from './reconciled.js';
import { ToldTopics } from './told-topics.js';

interface Listener {
  ear: Ear;
  consumer: Consumer;
  endpointId: string;
}

interface MadeEndpoint {
  id: string;
  secret: { secret: string };
}

/** Shorter than a consumer hangs, so that somebody else may hear of it meanwhile. */
const TIMEOUT_MS = 1_500;
/** More tries than a consumer that is gone for a while lets pass. */
const RETRY_SCHEDULE_S = [1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3];
const LOOK_EVERY_MS = 300;

/** Consumers of a mesh's webhooks, who write down what they get and are compared with what was told. */
export class Listeners {
  private constructor(
    private readonly mesh: Mesh,
    private readonly listening: readonly Listener[],
    private readonly since: readonly PartitionRange[],
  ) {}

  /**
   * Makes their endpoints at the bridge's only instance, so that there is none that does not know of them
   * yet: further ones are added afterwards. What is told from then on they must hear.
   */
  static async open(mesh: Mesh): Promise<Listeners> {
    const listening = await Promise.all(ears(mesh).map((owned) => listen(mesh, owned)));
    const topics = new ToldTopics(mesh);
    try {
      return new Listeners(mesh, listening, await topics.all());
    } finally {
      await topics.close();
    }
  }

  get consumers(): Consumer[] {
    return this.listening.map(({ consumer }) => consumer);
  }

  /**
   * Waits until all that was told is delivered, or the time is up; and says what is missing, or was not
   * as it is promised.
   */
  async judge({ withinMs }: { withinMs: number }): Promise<Disagreement[]> {
    const topics = new ToldTopics(this.mesh);
    try {
      const until = await topics.all();
      await waitFor(async () => (await topics.isRead(until)) || undefined, {
        timeoutMs: withinMs,
        intervalMs: LOOK_EVERY_MS,
      });
      const reconciled = await this.reconciledAtRest(withinMs);
      const records = this.records();
      const told = await topics.events(between(this.since, until));
      return [...judgeRecords(told, records), ...judgeReconciled(reconciled, records)];
    } finally {
      await topics.close();
    }
  }

  /** In figures: what all of them accepted, and how often something came that had come before. */
  summary(): { accepted: number; repeats: number } {
    const figures = this.consumers.map(({ receipts }) => ({
      accepted: new Set(receipts.filter(isAccepted).map(({ id }) => id)).size,
      repeats: receipts.length - new Set(receipts.map(({ id }) => id)).size,
    }));
    return {
      accepted: figures.reduce((sum, { accepted }) => sum + accepted, 0),
      repeats: figures.reduce((sum, { repeats }) => sum + repeats, 0),
    };
  }

  async close(): Promise<void> {
    await Promise.all(this.consumers.map((consumer) => consumer.leave()));
  }

  private async reconciledAtRest(withinMs: number): Promise<Reconciled> {
    const bridge = new BridgeClient(this.mesh, OPERATOR);
    const look = (): Promise<Reconciled> => bridge.ask('GET', '/reconciliation');
    const atRest = await waitFor(
      async () => {
        const reconciled = await look();
        return isAtRest(reconciled, this.records()) ? reconciled : undefined;
      },
      { timeoutMs: withinMs, intervalMs: LOOK_EVERY_MS },
    );
    return atRest ?? look();
  }

  private records(): EndpointRecord[] {
    return this.listening.map(({ ear, endpointId, consumer }) => ({
      ear,
      endpointId,
      receipts: [...consumer.receipts],
    }));
  }
}

async function listen(mesh: Mesh, { ear, owner }: OwnedEar): Promise<Listener> {
  const consumer = await Consumer.open(ear.name);
  const { role, eventTypes, orderHoldMs } = ear;
  const { id, secret } = await new BridgeClient(mesh, owner).ask<MadeEndpoint>(
    'POST',
    '/endpoints',
    {
      url: consumer.url,
      role,
      eventTypes,
      orderHoldMs,
      timeoutMs: TIMEOUT_MS,
      retryScheduleS: RETRY_SCHEDULE_S,
      description: ear.name,
    },
  );
  consumer.trust(secret.secret);
  return { ear, consumer, endpointId: id };
}

/** From the end of the one to the end of the other. */
function between(
  since: readonly PartitionRange[],
  until: readonly PartitionRange[],
): PartitionRange[] {
  return until.map((range) => {
    const before = since.find(
      ({ topic, partition }) => topic === range.topic && partition === range.partition,
    );
    return { ...range, from: before?.to ?? 0 };
  });
}
