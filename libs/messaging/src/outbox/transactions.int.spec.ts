import { jest } from '@jest/globals';
import type { Duplex } from 'node:stream';
import pg from 'pg';
import { DataSource, QueryFailedError } from 'typeorm';
import { TransactionClient } from '../database/transaction-client.js';
import { classifyFault } from '../consuming/faults.js';
import { transactionPool } from '../database/pool-options.js';
import { MessageFactory } from '../message-factory.js';
import { approval } from '../testing/card-answers.js';
import { eventually } from '../testing/eventually.js';
import { SwallowingNetwork } from '../testing/swallowing-network.js';
import { TestDatabase } from '../testing/test-database.js';
import { Inbox } from './inbox.js';
import { messagingMigrations } from './migrations.js';
import { Outbox, type OutboxRow } from './outbox.js';
import type { OutboxPublisher } from './outbox-publisher.js';
import { Transactions } from './transactions.js';

jest.setTimeout(30_000);

describe('transactions', () => {
  const database = new TestDatabase();
  let dataSource: DataSource;
  let transactions: Transactions;
  const publisher = { publish: () => Promise.resolve(0) } as unknown as OutboxPublisher;

  beforeAll(async () => {
    await database.create();
    dataSource = await new DataSource({
      type: 'postgres',
      url: database.url,
      migrations: messagingMigrations,
      migrationsRun: true,
      poolSize: 1,
      extra: transactionPool,
    }).initialize();
    await dataSource.query('CREATE TABLE notes (id int PRIMARY KEY, note text NOT NULL)');
    transactions = new Transactions(dataSource, new Outbox('t.'), new Inbox('test'), publisher);
  });

  beforeEach(() => dataSource.query('TRUNCATE notes'));

  afterAll(async () => {
    await dataSource?.destroy();
    await database.drop();
  });

  const INSERT = 'INSERT INTO notes (id, note) VALUES ($1, $2)';
  const READ = 'SELECT * FROM notes WHERE id = $1';
  const notes = () =>
    database
      .query<{ id: number }>('SELECT id FROM notes ORDER BY id')
      .then((rows) => rows.map(({ id }) => id));

  it('commits what was waited for and what travels with the commit', async () => {
    await transactions.run(async ({ manager, withCommit }) => {
      await manager.query(INSERT, [1, 'waited for']);
      withCommit(manager.query(INSERT, [2, 'not']), manager.query(INSERT, [3, 'neither']));
    });
    expect(await notes()).toEqual([1, 2, 3]);
  });

  it('sends what travels with the commit, the outbox and the commit in one write', async () => {
    const runner = dataSource.createQueryRunner();
    // The only connection of the pool, so that the transaction has it too.
    const { connection } = (await runner.connect()) as { connection: { stream: Duplex } };
    await runner.release();
    const writes = [
      jest.spyOn(connection.stream, '_writev'),
      jest.spyOn(connection.stream, '_write'),
    ];
    await transactions.run(async ({ manager, withCommit, send }) => {
      await manager.query(INSERT, [1, 'waited for']);
      for (const write of writes) write.mockClear();
      withCommit(manager.query(INSERT, [2, 'not']));
      send(approval(new MessageFactory({ source: '/test' })));
    });
    const [together, single] = writes.map((write) => write.mock.calls.length);
    expect({ together, single }).toEqual({ together: 1, single: 0 });
    for (const write of writes) write.mockRestore();
  });

  it('commits nothing when the work fails', async () => {
    const failure = transactions.run(async ({ manager, withCommit }) => {
      withCommit(manager.query(INSERT, [1, 'first']));
      await manager.query(INSERT, [2, 'second']);
      throw new Error('no');
    });
    await expect(failure).rejects.toThrow('no');
    expect(await notes()).toEqual([]);
  });

  it('commits nothing when a statement fails that travels with the commit, and says why', async () => {
    const failure = transactions.run(async ({ manager, withCommit }) => {
      await manager.query(INSERT, [1, 'one']);
      withCommit(manager.query(INSERT, [1, 'again']), manager.query(INSERT, [2, 'two']));
    });
    await expect(failure).rejects.toMatchObject({ code: '23505' });
    await expect(failure).rejects.toBeInstanceOf(QueryFailedError);
    expect(await notes()).toEqual([]);
  });

  it.each([
    ['before anything of it was sent', () => Promise.reject(new Error('never sent'))],
    [
      'some turns later',
      () => Promise.resolve().then(() => Promise.reject(new Error('never sent'))),
    ],
  ])('commits nothing when a statement fails on our side, %s', async (_, fail) => {
    const failure = transactions.run(async ({ manager, withCommit }) => {
      await manager.query(INSERT, [1, 'one']);
      withCommit(manager.query(INSERT, [2, 'two']), fail());
    });
    await expect(failure).rejects.toThrow('never sent');
    expect(await notes()).toEqual([]);
  });

  it('commits nothing when a value that travels with the commit cannot be written', async () => {
    const unwritable = {
      toPostgres: () => {
        throw new Error('no such value');
      },
    };
    const failure = transactions.run(async ({ manager, withCommit }) => {
      await manager.query(INSERT, [1, 'one']);
      withCommit(manager.query(INSERT, [2, unwritable]));
    });
    await expect(failure).rejects.toThrow('no such value');
    expect(await notes()).toEqual([]);

    // pg has closed the statement behind its own back: it is lost once, and then there again.
    const insert = () => transactions.run(({ manager }) => manager.query(INSERT, [3, 'three']));
    await expect(insert()).rejects.toMatchObject({ code: '26000' });
    await insert();
    expect(await notes()).toEqual([3]);
  });

  it('commits nothing when a message is too large to be sent', async () => {
    const failure = transactions.run(async ({ manager, send }) => {
      await manager.query(INSERT, [1, 'one']);
      const { message } = approval(new MessageFactory({ source: '/test' }));
      Object.assign(message.data, { note: 'x'.repeat(1_000_000) });
      send({ message });
    });
    await expect(failure).rejects.toThrow('is the most');
    expect(await notes()).toEqual([]);
  });

  it('says what broke the transaction, not that it is broken', async () => {
    const failure = transactions.run(async ({ manager, withCommit }) => {
      withCommit(manager.query(INSERT, [1, null]));
      await manager.query(INSERT, [2, 'two']);
    });
    await expect(failure).rejects.toMatchObject({ code: '23502' });
  });

  it('goes on with the same connection after a failure', async () => {
    for (const note of ['good', null, 'good again']) {
      const run = transactions.run(({ manager }) =>
        manager.query(INSERT, [note?.length ?? 0, note]),
      );
      await run.catch(() => undefined);
    }
    expect(await notes()).toEqual([4, 10]);
  });

  it('gives rows of a query, and of a change their number as well', async () => {
    await transactions.run(async ({ manager }) => {
      await manager.query(INSERT, [1, 'one']);
      const update = 'UPDATE notes SET note = $1 RETURNING id';
      expect(await manager.query(update, ['two'])).toEqual([[{ id: 1 }], 1]);
      expect(await manager.query('SELECT note FROM notes WHERE id = $1', [1])).toEqual([
        { note: 'two' },
      ]);
    });
  });

  it('gives up a connection on which the network swallows everything', async () => {
    const network = await SwallowingNetwork.before(database.url);
    const behind = await new DataSource({
      type: 'postgres',
      url: network.url,
      poolSize: 1,
      extra: { ...transactionPool, statement_timeout: 200 },
    }).initialize();
    const impatient = new Transactions(behind, new Outbox('t.'), new Inbox('test'), publisher);
    try {
      const failure = impatient.run(async ({ manager }) => {
        await manager.query(INSERT, [1, 'first']);
        network.swallow();
      });
      await expect(failure).rejects.toMatchObject({ code: 'ETIMEDOUT' });
      expect(classifyFault(await failure.catch((error: unknown) => error))).toBe('surroundings');
      network.carry();
      await impatient.run(({ manager }) => manager.query(INSERT, [2, 'second']));
      expect(await notes()).toContain(2);
    } finally {
      await behind.destroy();
      await network.close();
    }
  });

  it('publishes what a commit without an answer left behind, ahead of what is committed next', async () => {
    const network = await SwallowingNetwork.before(database.url);
    const behind = await new DataSource({
      type: 'postgres',
      url: network.url,
      poolSize: 1,
      extra: transactionPool,
    }).initialize();
    const published: string[] = [];
    const telling = {
      publish: (rows: OutboxRow[]) => {
        published.push(...rows.map(({ record }) => record.headers.ce_id!));
        return Promise.resolve(rows.length);
      },
      idsInHand: [],
    } as unknown as OutboxPublisher;
    const unlucky = new Transactions(behind, new Outbox('t.'), new Inbox('test'), telling);
    const factory = new MessageFactory({ source: '/test' });
    const [lost, refused, next] = [approval(factory), approval(factory), approval(factory)];
    try {
      const failure = unlucky.run(async ({ manager, send }) => {
        await manager.query(INSERT, [1, 'committed']);
        send(lost);
        network.breakAtAnswer('COMMIT');
      });
      await expect(failure).rejects.toThrow();
      expect(published).toEqual([]);
      network.carry();
      expect(await notes()).toEqual([1]);

      const duplicate = unlucky.run(async ({ manager, send, withCommit }) => {
        withCommit(manager.query(INSERT, [1, 'again']));
        await Promise.resolve(send(refused));
      });
      await expect(duplicate).rejects.toMatchObject({ code: '23505' });
      await unlucky.run(({ send }) => Promise.resolve(send(next)));
      await eventually(() => published.length === 2);
      expect(published).toEqual([lost.message.id, next.message.id]);
    } finally {
      await behind.destroy();
      await network.close();
    }
  });

  it('gives up a statement of its own there too, and lets a connection rest', async () => {
    const network = await SwallowingNetwork.before(database.url);
    const client = new TransactionClient({ connectionString: network.url, statement_timeout: 200 });
    const ended = new Promise<Error>((resolve) => client.once('error', resolve));
    const ask = () => (client as pg.Client).query('SELECT $1::int AS value', [1]);
    try {
      await client.connect();
      await ask();
      await Promise.all([ask(), database.query('SELECT pg_sleep(0.5)')]);
      await expect(ask()).resolves.toMatchObject({ rows: [{ value: 1 }] });
      network.swallow();
      await expect(ask()).rejects.toMatchObject({ code: 'ETIMEDOUT' });
      await ended;
    } finally {
      await client.end().catch(() => undefined);
      await network.close();
    }
  });

  it('plans anew on another connection what a migration has changed', async () => {
    const read = () => transactions.run(({ manager }) => manager.query(READ, [1]));
    await read();
    await database.query('ALTER TABLE notes ADD COLUMN more text');
    const failure = await read().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(QueryFailedError);
    expect(classifyFault(failure)).toBe('surroundings');
    await expect(read()).resolves.toEqual([]);
  });

  it('leaves nothing open when the work asks the database nothing', async () => {
    expect(await transactions.run(() => Promise.resolve('done'))).toBe('done');
    await dataSource.query(INSERT, [1, 'on its own']);
    expect(await notes()).toEqual([1]);
  });
});

describe('a transaction client', () => {
  const database = new TestDatabase();
  let client: TransactionClient;

  beforeAll(() => database.create());
  afterAll(() => database.drop());
  beforeEach(async () => {
    client = new TransactionClient({ connectionString: database.url });
    await client.connect();
  });
  afterEach(() => client.end());

  const query = (text: string, values: unknown[] = []) =>
    (client as pg.Client).query(text, values) as Promise<pg.QueryResult>;
  const open = () =>
    (client as unknown as { getTransactionStatus(): string }).getTransactionStatus() === 'T';

  it('begins with the first statement, which nobody sees the BEGIN of', async () => {
    client.beginWithNextStatement();
    const first = await query('SELECT $1::int AS value', [1]);
    expect(first.rows).toEqual([{ value: 1 }]);
    expect(open()).toBe(true);
    await query('COMMIT');
    expect(open()).toBe(false);
  });

  it('skips the first statement where beginning fails, and can still make it later', async () => {
    await query('BEGIN');
    await expect(query('SELECT 1 / $1::int', [0])).rejects.toThrow('division by zero');
    client.beginWithNextStatement();
    await expect(query('SELECT $1::text AS said', ['early'])).rejects.toMatchObject({
      code: '25P02',
    });
    await query('ROLLBACK');
    expect((await query('SELECT $1::text AS said', ['late'])).rows).toEqual([{ said: 'late' }]);
  });

  it('does not believe that the server has a first statement which it refused to parse', async () => {
    const text = 'SELECT $1::int AS value FROM not_there_yet';
    client.beginWithNextStatement();
    await expect(query(text, [1])).rejects.toMatchObject({ code: '42P01' });
    await query('ROLLBACK');
    await query('CREATE TEMP TABLE not_there_yet AS SELECT 1');

    for (let time = 0; time < 2; time += 1) {
      client.beginWithNextStatement();
      const both = await Promise.all([query(text, [2]), query(text, [3])]);
      expect(both.map(({ rows }) => rows)).toEqual([[{ value: 2 }], [{ value: 3 }]]);
      await query('COMMIT');
    }
  });

  it('still knows a statement when beginning with it fails', async () => {
    const text = 'SELECT $1::int + 2 AS next';
    await query(text, [1]);
    await query('BEGIN');
    await expect(query('SELECT 1 / $1::int', [0])).rejects.toThrow('division by zero');
    client.beginWithNextStatement();
    await expect(query(text, [1])).rejects.toMatchObject({ code: '25P02' });
    await query('ROLLBACK');
    expect((await query(text, [1])).rows).toEqual([{ next: 3 }]);
  });

  it('parses a text once, however often it is used', async () => {
    const text = 'SELECT $1::int + 1 AS next';
    await Promise.all([1, 2, 3].map((value) => query(text, [value])));
    const { rows } = await query(
      'SELECT count(*)::int AS parsed FROM pg_prepared_statements WHERE statement = $1',
      [text],
    );
    expect(rows).toEqual([{ parsed: 1 }]);
  });
});
