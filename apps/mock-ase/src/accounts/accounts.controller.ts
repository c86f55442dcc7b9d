import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiTags,
} from '@nestjs/swagger';
import { ApiError } from '@tapmesh/service-kit';
import { MockAseConfig } from '../mock-ase.config.js';
import { ErrorView } from '../openapi/error.dto.js';
import { ScriptBody, toScript } from '../scripts/script.dto.js';
import { AccountParams, AccountView } from './account.dto.js';
import type { Account } from './account.entity.js';
import { AccountsService } from './accounts.service.js';

@ApiTags('accounts')
@Controller('accounts')
export class AccountsController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly config: MockAseConfig,
  ) {}

  /** Every account of the bank. */
  @Get()
  @ApiOkResponse({ type: [AccountView] })
  async all(): Promise<AccountView[]> {
    const accounts = await this.accounts.all();
    return accounts.map((account) => this.view(account));
  }

  /** One account: what it has, what is set aside, what it may spend. */
  @Get(':id')
  @ApiOkResponse({ type: AccountView })
  @ApiBadRequestResponse({ type: ErrorView })
  @ApiNotFoundResponse({ type: ErrorView })
  async one(@Param() { id }: AccountParams): Promise<AccountView> {
    return this.view(known(await this.accounts.find(id), id));
  }

  /** How the bank is to decide on the account's payments from now on. */
  @Put(':id/script')
  @ApiOkResponse({ type: AccountView })
  @ApiBadRequestResponse({ type: ErrorView })
  @ApiNotFoundResponse({ type: ErrorView })
  async script(@Param() { id }: AccountParams, @Body() body: ScriptBody): Promise<AccountView> {
    return this.view(known(await this.accounts.script(id, toScript(body)), id));
  }

  private view(account: Account): AccountView {
    return AccountView.of(account, this.config.walletAddressBaseUrl);
  }
}

function known(account: Account | null, id: string): Account {
  if (account) return account;
  throw new ApiError({
    status: 404,
    code: 'unknown_account',
    message: `this bank has no account ${id}`,
  });
}
