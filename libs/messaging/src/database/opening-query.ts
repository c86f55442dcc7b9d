import pg from 'pg';

/** What pg's own `Query` is made of; its types show only the outside. */
interface QueryParts {
  name?: string;
  requiresPreparation(): boolean;
  prepare(connection: ConnectionParts): void;
  handleCommandComplete(message: unknown, connection: ConnectionParts): void;
  handleError(error: Error, connection: ConnectionParts): void;
}

interface ConnectionParts {
  parsedStatements: Record<string, string>;
  parse(statement: { name: string; text: string }): void;
  bind(portal: object): void;
  execute(portal: object): void;
}

type Callback = (error: Error | null, result: pg.QueryResult) => void;

const Query = pg.Query as unknown as new (
  config: pg.QueryConfig,
  values: undefined,
  callback: Callback,
) => QueryParts;

/**
 * A transaction's first statement, with its `BEGIN` before it in one unit of the protocol: where
 * beginning fails the server skips the statement. Sent as a query of its own and not awaited, a
 * `BEGIN` that is cancelled would leave the statement to commit by itself.
 */
export class OpeningQuery extends Query {
  private begun = false;

  constructor(config: pg.QueryConfig, callback: Callback) {
    super(config, undefined, callback);
  }

  override requiresPreparation(): boolean {
    return true;
  }

  override prepare(connection: ConnectionParts): void {
    connection.parse({ name: '', text: 'BEGIN' });
    connection.bind({});
    connection.execute({});
    super.prepare(connection);
  }

  override handleCommandComplete(message: unknown, connection: ConnectionParts): void {
    if (this.begun) super.handleCommandComplete(message, connection);
    else this.begun = true;
  }

  override handleError(error: Error, connection: ConnectionParts): void {
    // pg took the parsing of `BEGIN` for that of the statement, which the server never saw.
    if (!this.begun && this.name) delete connection.parsedStatements[this.name];
    super.handleError(error, connection);
  }
}
