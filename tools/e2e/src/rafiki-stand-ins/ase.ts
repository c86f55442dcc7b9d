import { randomUUID } from 'node:crypto';
import { AdminApi, type TenantCredentials } from './admin-api.js';
import { AseAccounts } from './ase-accounts.js';
import { AsePayments } from './ase-payments.js';
import { AseRequests, type AseSeed } from './ase-seeding.js';
import type { AseWebhook } from './ase-webhook.js';
import { HttpDoor, type HttpReply, type HttpRequest } from './http-door.js';
import { isSignedBy } from './rafiki-signature.js';

const MORE_LIQUIDITY = 1_000_000;

export interface AseOptions {
  graphqlUrl: string;
  operator: { tenantId: string; secret: string };
  /** What webhooks are signed with. */
  signatureSecret: string;
  /** Its wallet addresses stand under it. */
  walletAddressUrl: string;
  publicName: string;
}

/**
 * An account servicing entity as Rafiki's mock one is, with cards that are verified: it seeds itself over
 * the Admin API, hears webhooks, and funds or cancels. What goes wrong it writes down, and says 200.
 */
export class StandInAse {
  readonly accounts = new AseAccounts();
  readonly heard: AseWebhook[] = [];
  /** Webhooks that were not signed as they must be. */
  readonly unsigned: unknown[] = [];
  readonly failures: string[] = [];
  readonly tenantId = randomUUID();
  private readonly apiSecret = `secret-${randomUUID()}`;
  private readonly requests: AseRequests;
  private readonly payments: AsePayments;
  private assetId = '';

  private constructor(
    private readonly door: HttpDoor,
    private readonly options: AseOptions,
  ) {
    this.requests = new AseRequests(new AdminApi(this.credentials));
    this.payments = new AsePayments(this.accounts, this.requests);
  }

  /** The tenant is made by the operator, everything else by itself. */
  static async open(options: AseOptions, seed: AseSeed): Promise<StandInAse> {
    const door = await HttpDoor.open((request) => ase.handle(request));
    const ase = new StandInAse(door, options);
    await ase.seed(seed);
    return ase;
  }

  get credentials(): TenantCredentials {
    const { graphqlUrl } = this.options;
    return { graphqlUrl, tenantId: this.tenantId, tenantSecret: this.apiSecret };
  }

  get webhookUrl(): string {
    return `${this.door.url}/webhooks`;
  }

  walletAddress(path: string): string {
    return `${this.options.walletAddressUrl}/${path}`;
  }

  /** Incoming payments whose money is with the bank. */
  get withdrawn(): ReadonlySet<string> {
    return this.payments.withdrawn;
  }

  /** Of what was heard, the types of one thing, in the order in which they came. */
  heardOf(id: string): string[] {
    return this.heard.filter(({ data }) => data.id === id).map(({ type }) => type);
  }

  close(): Promise<void> {
    return this.door.close();
  }

  private async seed(seed: AseSeed): Promise<void> {
    const { graphqlUrl, operator, publicName, walletAddressUrl } = this.options;
    const ofOperator = { graphqlUrl, tenantId: operator.tenantId, tenantSecret: operator.secret };
    await new AseRequests(new AdminApi(ofOperator)).createTenant({
      id: this.tenantId,
      apiSecret: this.apiSecret,
      webhookUrl: this.webhookUrl,
      ...{ publicName, walletAddressUrl },
    });
    this.assetId = await this.requests.seedAsset(seed);
    for (const { path, initialBalance, skipWalletAddressCreation } of seed.accounts) {
      const account = this.accounts.open(path, initialBalance);
      if (skipWalletAddressCreation) continue;
      account.walletAddressId = await this.requests.seedWalletAddress(
        this.walletAddress(path),
        account.name,
        this.assetId,
      );
    }
  }

  private async handle({ method, path, headers, body }: HttpRequest): Promise<HttpReply> {
    if (method !== 'POST' || path !== '/webhooks') return { status: 404 };
    const signature = headers['rafiki-signature'];
    const { signatureSecret } = this.options;
    if (typeof signature !== 'string' || !isSignedBy(signature, body, signatureSecret)) {
      this.unsigned.push(body);
      return { status: 401 };
    }
    const webhook = body as AseWebhook;
    this.heard.push(webhook);
    try {
      return { status: (await this.act(webhook)) ? 200 : 400 };
    } catch (error) {
      this.failures.push(`${webhook.type}: ${String(error)}`);
      return { status: 200 };
    }
  }

  /** @returns whether it knows the type */
  private async act(webhook: AseWebhook): Promise<boolean> {
    switch (webhook.type) {
      case 'outgoing_payment.created':
        await this.payments.decide(webhook);
        return true;
      case 'outgoing_payment.completed':
      case 'outgoing_payment.failed':
        this.payments.settle(webhook);
        return true;
      case 'incoming_payment.created':
        return true;
      case 'incoming_payment.completed':
      case 'incoming_payment.expired':
        await this.payments.credit(webhook);
        return true;
      case 'asset.liquidity_low':
        await this.requests.depositAssetLiquidity(webhook.data.id, MORE_LIQUIDITY);
        return true;
      case 'wallet_address.not_found':
        await this.makeWalletAddress(String(webhook.data.walletAddressUrl));
        return true;
      default:
        return false;
    }
  }

  private async makeWalletAddress(url: string): Promise<void> {
    const account = this.accounts.byPath(url.slice(this.options.walletAddressUrl.length + 1));
    account.walletAddressId = await this.requests.createWalletAddress(
      url,
      account.name,
      this.assetId,
    );
  }
}
