import { randomBytes } from 'node:crypto';
import { createDatabases, dropDatabases, ensureDatabase, withDatabase } from './databases.js';

describe('databases on a real server', () => {
  const adminUrl = process.env.TEST_DATABASE_URL ?? '';
  const name = `mesh_${randomBytes(6).toString('hex')}`;

  afterAll(() => dropDatabases(adminUrl, [name]));

  it('are made when they are missing, and left alone when they exist', async () => {
    const url = withDatabase(adminUrl, name);
    await ensureDatabase(url, 'X_DATABASE_URL');
    await expect(ensureDatabase(url, 'X_DATABASE_URL')).resolves.toBeUndefined();
    await expect(createDatabases(adminUrl, [name])).resolves.toBeUndefined();
  });

  it('that refuse are told in one line', async () => {
    const stranger = new URL(withDatabase(adminUrl, name));
    stranger.username = 'nobody_we_know';
    stranger.password = 'secret';
    await expect(ensureDatabase(stranger.href, 'X_DATABASE_URL')).rejects.toThrow(
      /^the database [^\n]* refuses \([^\n]*\): start it or correct X_DATABASE_URL$/,
    );
  });
});
