import pg from 'pg';
import { OpeningQuery } from './opening-query.js';
import { StatementNames } from './statement-names.js';

const names = new StatementNames();

/** SQLSTATEs. */
const NO_SUCH_STATEMENT = '26000';
const STATEMENT_IS_THERE = '42P05';

type Outcome = Promise<pg.QueryResult>;

/**
 * A connection for short transactions whose statements are constants. Statements that do not wait
 * for one another travel in one write (`pipeline`), each text is parsed once for a connection, and
 * a transaction begins together with its first statement.
 */
export class TransactionClient extends pg.Client {
  private opening = false;
  private corked = false;

  constructor(config: pg.ClientConfig) {
    super({ ...config, pipeline: true });
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

  /** Only as TypeORM and we ourselves call it: a text with its values, or whatever else as it is. */
  override query(...call: unknown[]): never {
    this.writeTogether();
    const [text, values, callback] = call;
    if (typeof text !== 'string' || callback !== undefined || typeof values === 'function') {
      return this.hand(call);
    }
    const config = configOf(text, values as unknown[] | undefined);
    const outcome = this.forgetBegin() ? this.open(config) : (this.hand([config]) as Outcome);
    if (config.name !== undefined) outcome.catch((error: unknown) => this.mend(config, error));
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
  }

  private hand(call: unknown[]): never {
    const query = super.query.bind(this) as (...all: unknown[]) => unknown;
    return query(...call) as never;
  }

  /** Everything of this turn in one system call, which is most of what a small statement costs. */
  private writeTogether(): void {
    const { stream } = this.connection as unknown as { stream: NodeJS.WritableStream & Corkable };
    if (this.corked || !stream.writable) return;
    this.corked = true;
    stream.cork();
    process.nextTick(() => {
      this.corked = false;
      stream.uncork();
    });
  }
}

interface Corkable {
  cork(): void;
  uncork(): void;
}

function configOf(text: string, values: unknown[] | undefined): pg.QueryConfig {
  // Without parameters it is `COMMIT` or of a migration: nothing to prepare.
  if (values === undefined || values.length === 0) return { text };
  return { name: names.of(text), text, values };
}
