import pg from 'pg';
import { required } from '../kafka/testing/test-topics.js';

/** A database of the suite's own on the real server. */
export class TestDatabase {
  readonly name = `messaging_test_${Math.random().toString(36).slice(2, 10)}`;
  private readonly adminUrl = required('TEST_DATABASE_URL');

  get url(): string {
    const url = new URL(this.adminUrl);
    url.pathname = `/${this.name}`;
    return url.toString();
  }

  async create(): Promise<void> {
    await this.asAdmin(`CREATE DATABASE ${this.name}`);
  }

  async drop(): Promise<void> {
    await this.asAdmin(`DROP DATABASE ${this.name} WITH (FORCE)`);
  }

  async query<Row>(sql: string, params: unknown[] = []): Promise<Row[]> {
    return this.run(this.url, sql, params);
  }

  private async asAdmin(sql: string): Promise<void> {
    await this.run(this.adminUrl, sql, []);
  }

  private async run<Row>(url: string, sql: string, params: unknown[]): Promise<Row[]> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query(sql, params)).rows as Row[];
    } finally {
      await client.end();
    }
  }
}
