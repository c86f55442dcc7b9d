import { Injectable, Logger } from '@nestjs/common';
import { MessageFactory, Transactions } from '@tapmesh/messaging';
import { setTimeout as delay } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { BackendConfig } from '../../backend.config.js';
import { newWalletAddressUrl } from '../wallet-address.url.js';
import type { WalletAddress } from '../wallet-address.js';
import { WalletAddresses } from '../wallet-addresses.service.js';
import { notFound } from './not-found.js';

/** Addresses that may be waited for at once in one instance: anybody may ask for any. */
const MAX_WAITED_FOR = 64;

/** Whose wallet addresses stand under a URL that begins the one asked for: the longest, so the nearest. */
const RESPONSIBLE = `
  SELECT s.tenant_id AS "tenantId"
  FROM tenant_settings s JOIN tenants t ON t.id = s.tenant_id
  WHERE s.key = 'WALLET_ADDRESS_URL' AND t.deleted_at IS NULL
    AND starts_with($1, rtrim(s.value, '/') || '/')
  ORDER BY length(s.value) DESC LIMIT 1`;

/**
 * Wallet addresses that nobody has yet: the ASE whose customer it may be is told, and whoever asked waits
 * for a moment, for it may make one (`WALLET_ADDRESS_NOT_FOUND_POLLING_ENABLED`, as Rafiki has it).
 */
@Injectable()
export class MissingWalletAddresses {
  private readonly logger = new Logger(MissingWalletAddresses.name);
  /** By URL: however many ask for one, it is told and looked for once. */
  private readonly waitedFor = new Map<string, Promise<WalletAddress | undefined>>();

  constructor(
    private readonly config: BackendConfig,
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly messages: MessageFactory,
    private readonly walletAddresses: WalletAddresses,
  ) {}

  /** What was made of it in time; nothing at once where nobody could make it. */
  async whenMade(url: string): Promise<WalletAddress | undefined> {
    if (!this.config.walletAddressNotFoundPollingEnabled || !this.canBe(url)) return undefined;
    const waiting = this.waitedFor.get(url);
    if (waiting !== undefined) return waiting;
    if (this.waitedFor.size >= MAX_WAITED_FOR) return undefined;
    const made = this.tellAndWait(url).finally(() => this.waitedFor.delete(url));
    this.waitedFor.set(url, made);
    return made;
  }

  /** Whether it would be taken as a new one: rubbish is told to nobody. */
  private canBe(url: string): boolean {
    const { walletAddressBaseUrl: served } = this.config;
    try {
      return newWalletAddressUrl(url, { tenantBase: served, served }) === url;
    } catch {
      return false;
    }
  }

  private async tellAndWait(url: string): Promise<WalletAddress | undefined> {
    const { walletAddressLookupTimeoutMs, walletAddressPollingFrequencyMs } = this.config;
    const until = new Date(Date.now() + walletAddressLookupTimeoutMs);
    if (!(await this.tell(url, until))) return undefined;
    while (Date.now() < until.getTime()) {
      await delay(walletAddressPollingFrequencyMs);
      const found = await this.walletAddresses.byUrls(this.dataSource.manager, [url]);
      if (found.has(url)) return found.get(url);
    }
    return undefined;
  }

  /** @returns whether there is anybody to tell */
  private async tell(url: string, until: Date): Promise<boolean> {
    const tenantId = await this.responsible(url);
    if (tenantId === undefined) return false;
    await this.transactions.run((tx) => {
      tx.send({ message: this.messages.make(notFound({ url, tenantId, until })) });
      return Promise.resolve();
    });
    this.logger.log({ url, tenantId }, 'a wallet address that nobody has was asked for');
    return true;
  }

  private async responsible(url: string): Promise<string | undefined> {
    const [row] = await this.dataSource.query<{ tenantId: string }[]>(RESPONSIBLE, [url]);
    return row?.tenantId ?? this.config.operatorTenantId;
  }
}
