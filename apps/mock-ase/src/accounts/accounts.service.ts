import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Script } from '../scripts/script.js';
import type { Account } from './account.entity.js';
import { AccountsRepository } from './accounts.repository.js';

/** Looking at accounts and telling them how to behave. */
@Injectable()
export class AccountsService {
  constructor(
    private readonly accounts: AccountsRepository,
    @InjectDataSource() private readonly dataSource: DataSource,
  ) {}

  all(): Promise<Account[]> {
    return this.accounts.all(this.dataSource.manager);
  }

  find(id: string): Promise<Account | null> {
    return this.accounts.byId(this.dataSource.manager, id);
  }

  /** From the next payment on; null when there is no such account. */
  async script(id: string, script: Script): Promise<Account | null> {
    const { manager } = this.dataSource;
    return (await this.accounts.setScript(manager, id, script)) ? this.find(id) : null;
  }
}
