import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { badInput, notFound } from '../admin-api/admin-api.error.js';
import { maySee, type Caller } from '../admin-api/caller.js';
import type { CreateReceiverInput } from '../admin-api/schema.types.js';
import { BackendConfig } from '../backend.config.js';
import { incomingPaymentIdOf } from '../incoming-payments/incoming-payment.url.js';
import type { IncomingPayment } from '../incoming-payments/incoming-payment.js';
import { IncomingPaymentsAdmin } from '../incoming-payments/incoming-payments.admin.js';
import { WalletAddresses } from '../wallet-addresses/wallet-addresses.service.js';
import { receiverNode, type ReceiverNode } from './receiver.node.js';

/** Incoming payments as their payers see them, by their URLs: those of this backend. */
@Injectable()
export class Receivers {
  constructor(
    private readonly config: BackendConfig,
    private readonly dataSource: DataSource,
    private readonly payments: IncomingPaymentsAdmin,
    private readonly walletAddresses: WalletAddresses,
  ) {}

  async get(caller: Caller, url: string): Promise<ReceiverNode> {
    const payment = await this.payments.find(this.idOf(url));
    if (payment === undefined) throw notFound('receiver');
    return this.node(caller, payment);
  }

  async create(caller: Caller, input: CreateReceiverInput): Promise<ReceiverNode> {
    const url = input.walletAddressUrl;
    const found = await this.walletAddresses.byUrls(this.dataSource.manager, [url]);
    const walletAddress = found.get(url);
    if (walletAddress === undefined) throw notFound('wallet address of this backend');
    const operation = 'createReceiver';
    const payment = await this.payments.createAt(caller, {
      ...input,
      walletAddress,
      operation,
      input,
    });
    return this.node(caller, payment);
  }

  async complete(caller: Caller, url: string): Promise<ReceiverNode> {
    return this.node(caller, await this.payments.complete(caller, this.idOf(url)));
  }

  /** Its notes are for its own tenant, and for whoever had it made. */
  private async node(caller: Caller, payment: IncomingPayment): Promise<ReceiverNode> {
    const { manager } = this.dataSource;
    const wallets = await this.walletAddresses.byIds(manager, [payment.walletAddressId]);
    const walletAddressUrl = wallets.get(payment.walletAddressId)?.url;
    if (walletAddressUrl === undefined) throw new Error(`${payment.id} is nobody's`);
    const node = receiverNode(payment, { url: this.payments.urlOf(payment), walletAddressUrl });
    const mayRead = maySee(caller, payment.tenantId) || payment.askedBy === caller.tenantId;
    return mayRead ? node : { ...node, metadata: undefined };
  }

  private idOf(url: string): string {
    const id = incomingPaymentIdOf(this.config.walletAddressBaseUrl, url);
    if (id === undefined) throw badInput('this is no incoming payment of this backend');
    return id;
  }
}
