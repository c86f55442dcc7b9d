import { databaseName, ensureDatabase, redactUrl, withDatabase } from './databases.js';
import { freePorts, HOST } from './ports.js';

describe('database URLs', () => {
  const url = 'postgres://me:secret@db.example:5433/first?sslmode=require';

  it('keep server, user and options when the database changes', () => {
    const other = withDatabase(url, 'second');
    expect(other).toBe('postgres://me:secret@db.example:5433/second?sslmode=require');
    expect(databaseName(other)).toBe('second');
  });

  it('are shown without their password', () => {
    expect(redactUrl(url)).not.toContain('secret');
  });

  it.each(['nonsense', 'mysql://host/db', 'postgres://host'])(
    '"%s" is refused with the shape that is wanted',
    async (wrong) => {
      await expect(ensureDatabase(wrong, 'BACKEND_DATABASE_URL')).rejects.toThrow(
        'BACKEND_DATABASE_URL must look like postgres://',
      );
    },
  );

  it('a server that is away is told in one line, without the password', async () => {
    const [port] = await freePorts(1);
    const refusal = ensureDatabase(`postgres://me:secret@${HOST}:${port}/db`, 'X_DATABASE_URL');
    await expect(refusal).rejects.toThrow(/refuses \(.*ECONNREFUSED.*correct X_DATABASE_URL$/);
    await expect(refusal).rejects.not.toThrow(/secret/);
  });
});
