import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { Transactions } from '@tapmesh/messaging';
import { Repeating } from '@tapmesh/service-kit';
import type { EntityManager } from 'typeorm';
import { NewDeliveries } from '../deliveries/new-deliveries.js';
import { EndpointsRepository } from '../endpoints/endpoints.repository.js';
import { utcDay } from '../events/utc-day.js';
import type { ReplayInHand } from './replay.js';
import { ReplayableEvents } from './replayable-events.js';
import { ReplaysRepository } from './replays.repository.js';

const LOOK_EVERY_MS = 250;

/**
 * Makes the deliveries of replays, batch by batch: each batch and how far it came are one transaction, so
 * that whoever takes over goes on where it ended. From there on the queue treats them as any, in a lane of
 * their own.
 */
@Injectable()
export class ReplayWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ReplayWorker.name);
  private readonly looking = new Repeating({
    everyMs: LOOK_EVERY_MS,
    work: () => this.goOn(),
    onError: (error) =>
      this.logger.warn({ err: error }, 'a replay could not go on and is tried again'),
  });

  constructor(
    @Inject(Transactions) private readonly transactions: Transactions,
    private readonly replays: ReplaysRepository,
    private readonly events: ReplayableEvents,
    private readonly endpoints: EndpointsRepository,
    private readonly newDeliveries: NewDeliveries,
  ) {}

  onApplicationBootstrap(): void {
    this.looking.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.looking.stop();
  }

  /** @returns whether there was anything to do */
  private async goOn(): Promise<boolean> {
    let inHand: ReplayInHand | undefined;
    try {
      return await this.transactions.run(async ({ manager }) => {
        inHand = await this.replays.take(manager);
        if (inHand === undefined) return false;
        const { next, made } = await this.makeBatch(manager, inHand);
        await this.replays.advance(manager, { ...inHand, position: next }, made);
        return true;
      });
    } catch (error) {
      if (inHand !== undefined) await this.putBehind(inHand);
      throw error;
    }
  }

  /** One that cannot go on must not stand before the others for ever. */
  private async putBehind(replay: ReplayInHand): Promise<void> {
    const { id, endpointId } = replay;
    this.logger.warn(`replay ${id} to endpoint ${endpointId} stopped and is put behind the others`);
    await this.transactions
      .run(({ manager }) => this.replays.putBehind(manager, replay))
      .catch((error: unknown) => this.logger.warn({ err: error }, 'nor could it be put behind'));
  }

  private async makeBatch(manager: EntityManager, { endpointId, ...replay }: ReplayInHand) {
    const endpoint = await this.endpoints.find(manager, endpointId);
    // Deleted meanwhile: nothing is sent to it any more.
    if (endpoint === undefined) return { made: 0 };
    const { events, next } = await this.events.batch(manager, { endpoint, ...replay });
    const wanted = events.map((event) => ({
      endpoint,
      event,
      lane: 'REPLAY' as const,
      atOnce: false,
    }));
    const { stored } = await this.newDeliveries.make(manager, wanted, utcDay(new Date()));
    await stored;
    return { next, made: events.length };
  }
}
