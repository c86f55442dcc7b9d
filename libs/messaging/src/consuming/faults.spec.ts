import { QueryFailedError, QueryRunnerAlreadyReleasedError, TypeORMError } from 'typeorm';
import { classifyFault } from './faults.js';

const coded = (code: string) => Object.assign(new Error('it failed'), { code });
const named = (name: string, more: object = {}) =>
  Object.assign(new Error('it failed'), { name, ...more });
const query = (code: string) => new QueryFailedError('SELECT 1', [], coded(code));

describe('whose fault a failure is', () => {
  it.each([
    ['a connection that broke', coded('08006')],
    ['a statement that took too long', coded('57014')],
    ['a transaction that idled too long', coded('25P03')],
    ['a prepared statement that the connection has lost', coded('26000')],
    ['a password that was changed', coded('28P01')],
    ['a database that is made anew', coded('3D000')],
    ['a certificate that has run out', coded('CERT_HAS_EXPIRED')],
    ['a deadlock', coded('40P01')],
    ['a serialization failure', coded('40001')],
    ['too many connections', coded('53300')],
    ['a server that shuts down', coded('57P01')],
    ['a server that starts up', coded('57P03')],
    ['a lock that is not to be had', coded('55P03')],
    ['a primary that has become a replica', coded('25006')],
    ['a disk that fails', coded('58030')],
    ['a refused connection', coded('ECONNREFUSED')],
    ['a reset connection', coded('ECONNRESET')],
    ['a name that does not resolve now', coded('EAI_AGAIN')],
    ['TypeORM around a deadlock', query('40P01')],
    ['TypeORM around a lost connection', query('57P01')],
    ['a connection that TypeORM has given back', new QueryRunnerAlreadyReleasedError()],
    ['a data source that is not connected', named('CannotExecuteNotConnectedError')],
    ['node-postgres without a code', new Error('Connection terminated unexpectedly')],
    ['TypeORM after its pool was closed', new TypeORMError('Driver not Connected')],
    ['a pool that is exhausted', new Error('timeout exceeded when trying to connect')],
    ['a retriable Kafka error', named('KafkaJSProtocolError', { retriable: true })],
    ['Kafka after many tries', named('KafkaJSNumberOfRetriesExceeded', { retriable: false })],
    ['several addresses refused', new AggregateError([coded('ECONNREFUSED')])],
    [
      'a wrapped cause',
      new Error('no quote', { cause: new Error('x', { cause: coded('08003') }) }),
    ],
  ])('%s is of the surroundings', (_name, error) => {
    expect(classifyFault(error)).toBe('surroundings');
  });

  it.each([
    ['a bug', new TypeError('x is not a function')],
    ['a unique violation', query('23505')],
    ['a check violation', query('23514')],
    ['a value out of range', query('22003')],
    ['an undefined table', query('42P01')],
    ['a Kafka error that stays', named('KafkaJSNonRetriableError', { retriable: false })],
    ['another error that calls itself retriable', named('SomeError', { retriable: true })],
    ['a file that is not there', coded('ENOENT')],
    ['something that is no error', 'out of order'],
    ['nothing', undefined],
  ])('%s is of the message', (_name, error) => {
    expect(classifyFault(error)).toBe('message');
  });

  it('does not loop over an error that causes itself', () => {
    const error = new Error('again');
    error.cause = new Error('and again', { cause: error });
    expect(classifyFault(error)).toBe('message');
  });
});
