import pg from 'pg';

/** What pg's own `Query` is made of; its types show only the outside. */
interface QueryParts {
  name?: string;
  text: string;
  hasBeenParsed(connection: ConnectionParts): unknown;
  requiresPreparation(): boolean;
  prepare(connection: ConnectionParts): void;
  handleCommandComplete(message: unknown, connection: ConnectionParts): void;
  handleError(error: Error, connection: ConnectionParts): void;
}

interface ConnectionParts {
  /** By name, those that the server has. */
  parsedStatements: Record<string, string>;
  /** By name, those that are on their way to it. */
  submittedNamedStatements: Record<string, string>;
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
  /** Whether the server had the statement before, so that this unit does not parse it. */
  private known = false;

  constructor(config: pg.QueryConfig, callback: Callback) {
    super(config, undefined, callback);
  }

  override requiresPreparation(): boolean {
    return true;
  }

  override prepare(connection: ConnectionParts): void {
    this.known = Boolean(this.hasBeenParsed(connection));
    connection.parse({ name: '', text: 'BEGIN' });
    connection.bind({});
    connection.execute({});
    super.prepare(connection);
  }

  override handleCommandComplete(message: unknown, connection: ConnectionParts): void {
    if (this.begun) {
      super.handleCommandComplete(message, connection);
      return;
    }
    this.begun = true;
    this.forgetParsing(connection);
    // On its way still: who asks for it meanwhile must not have it parsed again.
    if (this.name && !this.known) connection.submittedNamedStatements[this.name] = this.text;
  }

  override handleError(error: Error, connection: ConnectionParts): void {
    if (!this.begun) this.forgetParsing(connection);
    super.handleError(error, connection);
  }

  /** pg took the parsing of `BEGIN` for that of the statement, which may fail yet. */
  private forgetParsing(connection: ConnectionParts): void {
    if (this.name && !this.known) delete connection.parsedStatements[this.name];
  }
}
