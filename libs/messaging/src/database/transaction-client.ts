import type { Socket } from 'node:net';
import pg from 'pg';
import { OpeningQuery } from './opening-query.js';
import { StatementNames } from './statement-names.js';

const names = new StatementNames();

/** SQLSTATEs. */
const NO_SUCH_STATEMENT = '26000';
const STATEMENT_IS_THERE = '42P05';
/** Its SQLSTATE (0A000) is that of whatever PostgreSQL cannot do. */
const PLAN_IS_STALE = /cached plan must not change result type/;

type Outcome = Promise<pg.QueryResult>;

/**
 * How many times as long as a statement may take a connection may say nothing. The server ends its own
 * statements; a network that swallows everything is noticed here alone: what is on its way keeps
 * TCP's own keep-alive from being sent, and resending goes on for a quarter of an hour.
 */
const SILENCE_TO_STATEMENT = 2;

/**
 * A connection for short transactions whose statements are constants. Statements that do not wait
 * for one another travel in one write (`pipeline`), each text is parsed once for a connection, and
 * a transaction begins together with its first statement.
 */
export class TransactionClient extends pg.Client {
  private opening = false;
  private corked = false;

  private readonly longestSilenceMs: number;
  /** Who wants it bounded now: a transaction, and each statement that has no answer yet. */
  private boundedBy = 0;

  constructor(config: pg.ClientConfig) {
    super({ ...config, pipeline: true });
    this.longestSilenceMs = (config.statement_timeout || 0) * SILENCE_TO_STATEMENT;
  }

  /**
   * From now until its {@link allowSilence} a connection that falls silent is given up: what waits for
   * it fails with `ETIMEDOUT`. Not where statements have no bound of their own (`statement_timeout`).
   * A statement that is sent alone is bounded by itself.
   */
  boundSilence(): void {
    if (this.longestSilenceMs === 0) return;
    this.boundedBy += 1;
    if (this.boundedBy === 1) this.socket.setTimeout(this.longestSilenceMs, this.giveUp);
  }

  /** When nobody wants it bounded any more it may rest in its pool for as long as it likes. */
  allowSilence(): void {
    if (this.longestSilenceMs === 0) return;
    this.boundedBy -= 1;
    if (this.boundedBy === 0) this.socket.setTimeout(0, this.giveUp);
  }

  /** Until then nothing is sent: a transaction that does nothing costs nothing. */
  beginWithNextStatement(): void {
    this.opening = true;
  }

  /** @returns whether there was one to forget: no statement since {@link beginWithNextStatement} */
  forgetBegin(): boolean {
    const never = this.opening;
    this.opening = false;
    return never;
  }

  /**
   * Keeps what is sent from now on until the turn in which the function that this returns is called: for
   * work that needs turns, and no answers.
   */
  gather(): () => void {
    const stream = this.socket;
    stream.cork();
    return () => {
      this.writeTogether();
      stream.uncork();
    };
  }

  /** Only as TypeORM and we ourselves call it: a text with its values, or whatever else as it is. */
  override query(...call: unknown[]): never {
    this.writeTogether();
    const [text, values, callback] = call;
    if (typeof text !== 'string' || callback !== undefined || typeof values === 'function') {
      return this.hand(call);
    }
    const config = configOf(text, values as unknown[] | undefined);
    const outcome = this.forgetBegin() ? this.open(config) : (this.hand([config]) as Outcome);
    this.boundSilence();
    outcome.then(
      () => this.allowSilence(),
      (error: unknown) => {
        this.allowSilence();
        if (config.name !== undefined) this.mend(config, error);
      },
    );
    return outcome as never;
  }

  private open(config: pg.QueryConfig): Outcome {
    return new Promise((resolve, reject) => {
      const opening = new OpeningQuery(config, (error, result) =>
        error ? reject(error) : resolve(result),
      );
      this.hand([opening]);
    });
  }

  /**
   * pg closes a named statement whose values it cannot write, and believes that it is still there.
   * Whatever it is mistaken about, the next one who asks gets the statement again.
   */
  private mend({ name = '', text }: pg.QueryConfig, error: unknown): void {
    const { parsedStatements } = this.connection as unknown as {
      parsedStatements: Record<string, string>;
    };
    const { code } = error as { code?: unknown };
    if (code === NO_SUCH_STATEMENT) delete parsedStatements[name];
    if (code === STATEMENT_IS_THERE) parsedStatements[name] = text;
    // A migration has changed the table under it: only another connection plans it anew.
    if (PLAN_IS_STALE.test((error as Error).message)) this.socket.destroy();
  }

  private hand(call: unknown[]): never {
    const query = super.query.bind(this) as (...all: unknown[]) => unknown;
    return query(...call) as never;
  }

  private get socket(): Socket {
    return (this.connection as unknown as { stream: Socket }).stream;
  }

  private readonly giveUp = (): void => {
    const message = `the database has said nothing for ${this.longestSilenceMs} ms`;
    this.socket.destroy(Object.assign(new Error(message), { code: 'ETIMEDOUT' }));
  };

  /** Everything of this turn in one system call, which is most of what a small statement costs. */
  private writeTogether(): void {
    const stream = this.socket;
    if (this.corked || !stream.writable) return;
    this.corked = true;
    stream.cork();
    process.nextTick(() => {
      this.corked = false;
      stream.uncork();
    });
  }
}

function configOf(text: string, values: unknown[] | undefined): pg.QueryConfig {
  // Without parameters it is `COMMIT` or of a migration: nothing to prepare.
  if (values === undefined || values.length === 0) return { text };
  return { name: names.of(text), text, values };
}
