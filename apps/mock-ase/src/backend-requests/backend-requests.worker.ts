import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { AdminApi } from '../admin-api/admin-api.js';
import { MockAseConfig } from '../mock-ase.config.js';
import { DueRounds } from '../rounds/due-rounds.js';
import { adminRequest } from './admin-requests.js';
import type { BackendRequest } from './backend-request.js';
import { BackendRequestsRepository } from './backend-requests.repository.js';
import { outcomeOf, type RequestOutcome } from './request-outcome.js';
import { RequestQueue, type RequestTaker } from './request-queue.js';
import { SECOND_WORD_AFTER_MS } from './second-word.js';
import { ToldEnds } from './told-ends.js';

/** Requests that are asked at the same time. */
const AT_ONCE = 64;

/** Asks the backend what the bank has stored to be asked, each until its outcome is known. */
@Injectable()
export class BackendRequestsWorker implements RequestTaker {
  private readonly logger = new Logger(BackendRequestsWorker.name);
  private readonly rounds: DueRounds;
  private readonly inFlight = new Set<Promise<void>>();

  constructor(
    private readonly queue: RequestQueue,
    private readonly requests: BackendRequestsRepository,
    private readonly adminApi: AdminApi,
    private readonly ends: ToldEnds,
    private readonly config: MockAseConfig,
    @InjectDataSource() private readonly dataSource: DataSource,
  ) {
    this.rounds = new DueRounds({
      what: 'requests to the backend',
      nextDueInMs: () => requests.nextDueInMs(dataSource.manager),
      handleSome: () => this.askDue(),
      logger: this.logger,
    });
  }

  async start(): Promise<void> {
    await this.requests.adoptHolds(this.dataSource.manager);
    this.queue.serve(this);
    this.rounds.start();
  }

  /** Resolves when nothing is in flight any more; what waits is left to its lease's end. */
  async stop(): Promise<void> {
    this.queue.serve(undefined);
    await this.rounds.stop();
    await Promise.all(this.inFlight);
  }

  pushed(): void {
    while (this.inFlight.size < AT_ONCE) {
      const request = this.queue.shift();
      if (request === undefined) return;
      const asking = this.handle(request).finally(() => {
        this.inFlight.delete(asking);
        this.pushed();
      });
      this.inFlight.add(asking);
    }
  }

  wake(): void {
    this.rounds.wake();
  }

  private async askDue(): Promise<number> {
    const { manager } = this.dataSource;
    await this.requests.forgetEnded(manager);
    const due = await this.requests.claimDue(manager, AT_ONCE);
    await Promise.all(due.map((request) => this.handle(request)));
    return due.length;
  }

  /** Whatever fails here is tried again when the claim's lease is over. */
  private async handle(request: BackendRequest): Promise<void> {
    try {
      if (await this.mustWait(request)) return;
      const { query, variables } = adminRequest(request);
      const outcome = outcomeOf(request, await this.adminApi.ask(query, variables));
      await this.follow(request, outcome);
    } catch (error) {
      this.logger.warn(`${told(request)} is asked again: ${String(error)}`);
    }
  }

  private async mustWait({ id, ask }: BackendRequest): Promise<boolean> {
    const { manager } = this.dataSource;
    if (!('after' in ask) || ask.after === undefined) return false;
    if (!(await this.requests.isUnsaid(manager, ask.after))) return false;
    await this.requests.putOff(manager, id, SECOND_WORD_AFTER_MS);
    this.rounds.wake();
    return true;
  }

  private async follow(request: BackendRequest, outcome: RequestOutcome): Promise<void> {
    const { manager } = this.dataSource;
    switch (outcome.then) {
      case 'done':
        return this.requests.done(manager, request.id);
      case 'await_end':
        return this.requests.becomesLook(manager, request.id, this.config.paymentPatienceMs);
      case 'retry':
        if (request.attempts > 1) this.logger.warn(`${told(request)}: ${outcome.why}`);
        await this.requests.putOff(manager, request.id, outcome.afterMs);
        return this.rounds.wake();
      case 'release':
        await this.ends.refused(request, outcome.code);
        return this.requests.done(manager, request.id);
      case 'book':
        await this.ends.ended(request, outcome);
        return this.requests.done(manager, request.id);
      default:
        return unknownOutcome(outcome);
    }
  }
}

function told({ ask, paymentId, attempts }: BackendRequest): string {
  return `${ask.verdict} of payment ${paymentId}, attempt ${attempts}`;
}

function unknownOutcome(outcome: never): never {
  throw new Error(`no such outcome: ${JSON.stringify(outcome)}`);
}
