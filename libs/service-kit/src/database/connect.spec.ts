import { createServer, type AddressInfo } from 'node:net';
import { DataSource } from 'typeorm';
import { connect, withoutPassword } from './connect.js';

describe('connect', () => {
  it('gives up after its time and says which database, without the password', async () => {
    const url = `postgres://payer:hunter2@127.0.0.1:${await freePort()}/backend`;
    const dataSource = new DataSource({ type: 'postgres', url });
    const failure = await connect({ dataSource, url, timeoutMs: 0 }).then(
      () => 'connected',
      (error: Error) => error.message,
    );
    expect(failure).toMatch(
      /^cannot use the database postgres:\/\/payer@127\.0\.0\.1:\d+\/backend/,
    );
    expect(failure).toContain('ECONNREFUSED');
    expect(failure).not.toContain('hunter2');
    expect(failure).not.toContain('\n');
  });

  it('does not print what is not a URL: it may hold a password', () => {
    expect(withoutPassword('host=db password=hunter2')).not.toContain('hunter2');
  });
});

/** A port that nobody listens on a moment after somebody did. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
