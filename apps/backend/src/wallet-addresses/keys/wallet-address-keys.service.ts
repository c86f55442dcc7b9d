import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { validate as isUuid, v7 as uuidv7 } from 'uuid';
import { AdminApiError, notFound } from '../../admin-api/admin-api.error.js';
import { maySee, type Caller } from '../../admin-api/caller.js';
import { IdempotencyKeys } from '../../admin-api/idempotency/idempotency-keys.js';
import type {
  CreateWalletAddressKeyInput,
  RevokeWalletAddressKeyInput,
} from '../../admin-api/schema.types.js';
import { WalletAddressRegistry } from '../wallet-address.registry.js';
import { checkJwk, type WalletAddressKey } from './wallet-address-key.js';
import { WalletAddressKeysRepository } from './wallet-address-keys.repository.js';

@Injectable()
export class WalletAddressKeys {
  constructor(
    private readonly dataSource: DataSource,
    private readonly keys: IdempotencyKeys,
    private readonly registry: WalletAddressRegistry,
    private readonly repository: WalletAddressKeysRepository,
  ) {}

  async create(caller: Caller, input: CreateWalletAddressKeyInput): Promise<WalletAddressKey> {
    const { jwk, idempotencyKey: key } = input;
    checkJwk(jwk);
    const { id: walletAddressId } = await this.registry.get(caller, input.walletAddressId);
    const id = uuidv7();
    return this.dataSource.transaction(async (manager) => {
      const call = { caller, key, operation: 'createWalletAddressKey', input, reference: id };
      const before = await this.keys.take(manager, call);
      if (before !== undefined) return this.find(manager, caller, before);
      if (!(await this.repository.add(manager, { id, walletAddressId, jwk }))) {
        throw new AdminApiError('DUPLICATE', 'Key already exists');
      }
      return this.find(manager, caller, id);
    });
  }

  /** One that is revoked already stays so. */
  async revoke(caller: Caller, input: RevokeWalletAddressKeyInput): Promise<WalletAddressKey> {
    const { id, idempotencyKey: key } = input;
    return this.dataSource.transaction(async (manager) => {
      const call = { caller, key, operation: 'revokeWalletAddressKey', input, reference: id };
      await this.keys.take(manager, call);
      const found = await this.find(manager, caller, id);
      await this.repository.revoke(manager, found.id);
      return this.find(manager, caller, id);
    });
  }

  private async find(
    manager: EntityManager,
    caller: Caller,
    id: string,
  ): Promise<WalletAddressKey> {
    const found = isUuid(id) ? await this.repository.find(manager, id) : undefined;
    if (found === undefined || !maySee(caller, found.tenantId)) {
      throw notFound('wallet address key');
    }
    return found;
  }
}
