import { QueryFailedError } from 'typeorm';
import { isDatabaseAway } from './database-away.js';

const coded = (code: string) => Object.assign(new Error('failed'), { code });
const failed = (code: string) => new QueryFailedError('SELECT 1', [], coded(code));

describe('a database', () => {
  it.each([
    ['refuses connections', coded('ECONNREFUSED')],
    ['refuses them at every address', new AggregateError([coded('ECONNREFUSED')])],
    ['shuts down', failed('57P01')],
    ['starts', failed('57P03')],
    ['cancels what takes too long', failed('57014')],
    ['has no connection left', failed('53300')],
    ['ended an idle transaction', failed('25P03')],
    ['drops the connection', new Error('Connection terminated unexpectedly')],
    ['has no place in the pool', new Error('timeout exceeded when trying to connect')],
  ])('is away when it %s', (_what, error) => {
    expect(isDatabaseAway(error)).toBe(true);
  });

  it.each([
    ['a broken rule of the schema', failed('23505')],
    ['bad text', failed('22021')],
    ['a defect', new TypeError('x is undefined')],
    ['no error', 'text'],
  ])('is not away for %s', (_what, error) => {
    expect(isDatabaseAway(error)).toBe(false);
  });
});
