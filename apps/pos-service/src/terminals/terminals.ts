import { Injectable } from '@nestjs/common';
import { timingSafeEqual } from 'node:crypto';
import { DataSource } from 'typeorm';
import { LoadingCache } from '../caching/loading-cache.js';
import { hashTerminalKey } from './terminal-key.js';

export interface Terminal {
  id: string;
  merchantId: string;
}

interface StoredTerminal extends Terminal {
  keyHash: Buffer;
}

/** How long a key that was withdrawn may still be believed. */
const CACHE = { maxEntries: 50_000, ttlMs: 10_000 };

@Injectable()
export class Terminals {
  private readonly cache = new LoadingCache<StoredTerminal>(CACHE);

  constructor(private readonly database: DataSource) {}

  /**
   * Looked up by the key's hash: how long an index takes to find a hash tells nothing of a key,
   * for nobody can choose a key by its hash. The comparison itself takes the same time always.
   */
  async byKey(key: string): Promise<Terminal | undefined> {
    const hash = hashTerminalKey(key);
    const terminal = await this.cache.get(hash.toString('base64'), () => this.load(hash));
    if (terminal === undefined || !timingSafeEqual(terminal.keyHash, hash)) return undefined;
    return terminal;
  }

  private async load(hash: Buffer): Promise<StoredTerminal | undefined> {
    const rows = await this.database.query<StoredTerminal[]>(
      `SELECT id, merchant_id AS "merchantId", key_hash AS "keyHash"
         FROM terminals WHERE key_hash = $1`,
      [hash],
    );
    return rows[0];
  }
}
