import { Injectable } from '@nestjs/common';
import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { AdminApiError, badInput } from '../admin-api.error.js';
import type { Caller } from '../caller.js';

const MAX_KEY_LENGTH = 255;

export interface IdempotentCall {
  caller: Caller;
  /** As the client gave it; without one every call is its own. */
  key?: string | null;
  /** The mutation's name. */
  operation: string;
  /** Its whole input. */
  input: object;
  /** What a repeat will read again: the id of what the call makes or changes. */
  reference: string;
}

/** A mutation that is repeated with its key is done once, and answered from what it did. */
@Injectable()
export class IdempotencyKeys {
  /**
   * Takes the key inside the mutation's own transaction, so that it is taken exactly when the mutation
   * happens; a call with the same key at the same moment waits for it.
   * @returns the reference of the call that took it before, or undefined for the first
   * @throws {AdminApiError} CONFLICT where that was another call
   */
  async take(
    manager: EntityManager,
    { caller, key, operation, input, reference }: IdempotentCall,
  ): Promise<string | undefined> {
    if (key === undefined || key === null) return undefined;
    if (key === '' || key.length > MAX_KEY_LENGTH || key.includes('\0')) {
      throw badInput(`an idempotencyKey has 1 to ${MAX_KEY_LENGTH} characters`);
    }
    const digest = digestOf(input);
    const taken = await manager.query<unknown[]>(
      `INSERT INTO idempotency_keys (tenant_id, key, operation, digest, reference)
       VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING true`,
      [caller.tenantId, key, operation, digest, reference],
    );
    if (taken.length === 1) return undefined;
    const [before] = await manager.query<Stored[]>(
      `SELECT operation, digest, reference FROM idempotency_keys WHERE tenant_id = $1 AND key = $2`,
      [caller.tenantId, key],
    );
    if (before?.operation === operation && before.digest.equals(digest)) return before.reference;
    throw new AdminApiError(
      'CONFLICT',
      'this idempotencyKey was used with another operation or other arguments: use a new one',
    );
  }

  /** Of a call that was refused: it may come again once what stood in its way has changed. */
  async giveBack(manager: EntityManager, { caller, key }: IdempotentCall): Promise<void> {
    if (key === undefined || key === null) return;
    await manager.query('DELETE FROM idempotency_keys WHERE tenant_id = $1 AND key = $2', [
      caller.tenantId,
      key,
    ]);
  }
}

interface Stored {
  operation: string;
  digest: Buffer;
  reference: string;
}

function digestOf(input: object): Buffer {
  const text = JSON.stringify(input, (_name, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  const canonical = canonicalize(JSON.parse(text)) ?? '';
  return createHash('sha256').update(canonical).digest();
}
