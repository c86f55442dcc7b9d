/** What PostgreSQL or the way to it says, with the code by which the services tell faults apart. */
export class SqlError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'SqlError';
  }

  /** SQLSTATE class 08. */
  get breaksConnection(): boolean {
    return this.code.startsWith('08');
  }
}

export function connectionLost(): SqlError {
  return new SqlError('08006', 'the connection was lost');
}

export function deadlock(): SqlError {
  return new SqlError('40P01', 'deadlock detected');
}

export function inFailedTransaction(): SqlError {
  return new SqlError('25P02', 'current transaction is aborted');
}

/** A statement that breaks a constraint is a bug of the services: nothing retries it away. */
export function constraintViolated(constraint: string): SqlError {
  return new SqlError('23514', `violates constraint ${constraint}`);
}
