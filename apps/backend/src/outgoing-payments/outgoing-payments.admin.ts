import { Injectable } from '@nestjs/common';
import { Command, InitiatedBy, type Amount, type Message } from '@tapmesh/events';
import { DataSource } from 'typeorm';
import { validate as isUuid, v5 as uuidv5, v7 as uuidv7 } from 'uuid';
import { badInput, notFound } from '../admin-api/admin-api.error.js';
import { adminCommand, AdminDoor } from '../admin-api/admin-door.js';
import { listedTenant, maySee, type Caller } from '../admin-api/caller.js';
import { page, type Page, type PageArguments } from '../admin-api/page.js';
import type {
  AmountInput,
  CancelOutgoingPaymentInput,
  CreateOutgoingPaymentFromIncomingPaymentInput,
  CreateOutgoingPaymentInput,
  DepositOutgoingPaymentLiquidityInput,
  OutgoingPaymentFilter,
} from '../admin-api/schema.types.js';
import { readTime } from '../admin-api/time.js';
import { BackendConfig } from '../backend.config.js';
import { canonicalId } from '../identifier.js';
import { incomingPaymentIdOf } from '../incoming-payments/incoming-payment.url.js';
import { Quoting } from '../quotes/quoting.service.js';
import { RecentQuotes } from '../quotes/recent-quotes.js';
import type { WalletAddress } from '../wallet-addresses/wallet-address.js';
import { WalletAddresses } from '../wallet-addresses/wallet-addresses.service.js';
import { cancellationOf } from './cancellation.js';
import type { OutgoingPayment } from './outgoing-payment.js';
import { OutgoingPaymentsCreation } from './outgoing-payments.creation.js';
import { OutgoingPaymentsPages } from './outgoing-payments.pages.js';
import { OutgoingPaymentsRepository } from './outgoing-payments.repository.js';
import { OutgoingPaymentsService } from './outgoing-payments.service.js';

/** Any UUID: a card payment's id follows from its request id, so that a repeat is the same payment. */
const CARD_PAYMENTS = 'b5d3cb3e-9f0b-5d0c-8a44-2f1f6f0f7a11';

/** Outgoing payments for those who ask over the Admin API: the same commands as on Kafka. */
@Injectable()
export class OutgoingPaymentsAdmin {
  constructor(
    private readonly config: BackendConfig,
    private readonly dataSource: DataSource,
    private readonly door: AdminDoor,
    private readonly creation: OutgoingPaymentsCreation,
    private readonly payments: OutgoingPaymentsService,
    private readonly repository: OutgoingPaymentsRepository,
    private readonly pages: OutgoingPaymentsPages,
    private readonly quoting: Quoting,
    private readonly recentQuotes: RecentQuotes,
    private readonly walletAddresses: WalletAddresses,
  ) {}

  /** @throws {AdminApiError} NOT_FOUND, also where it is another tenant's */
  async get(caller: Caller, id: string): Promise<OutgoingPayment> {
    if (!isUuid(id)) throw notFound('payment');
    const found = await this.repository.find(this.dataSource.manager, [id]);
    const payment = found.get(canonicalId(id));
    if (payment === undefined || !maySee(caller, payment.tenantId)) throw notFound('payment');
    return payment;
  }

  list<Node>(
    caller: Caller,
    {
      tenantId,
      filter,
      ...args
    }: PageArguments & { tenantId?: string | null; filter?: OutgoingPaymentFilter | null },
    nodeOf: (payment: OutgoingPayment) => Node,
  ): Promise<Page<Node>> {
    const query = {
      tenantId: listedTenant(caller, tenantId),
      state: given(filter?.state),
      walletAddressId: uuids(filter?.walletAddressId),
      incomingPaymentId: this.receivers(filter?.receiver),
    };
    return page(args, (slice) => this.pages.read(this.dataSource.manager, query, slice), nodeOf);
  }

  async createFromQuote(
    caller: Caller,
    input: CreateOutgoingPaymentInput,
  ): Promise<OutgoingPayment> {
    const { manager } = this.dataSource;
    const sender = await this.sender(caller, input.walletAddressId);
    const id = canonicalId(input.quoteId);
    const quote = isUuid(id) ? await this.recentQuotes.find(manager, id) : undefined;
    if (quote === undefined || quote.walletAddressId !== sender.id) throw notFound('quote');
    const incomingPaymentId = this.receiverOf(quote.receiver);
    const command = this.creating(sender, {
      id,
      incomingPaymentId,
      metadata: input.metadata ?? undefined,
    });
    return this.door.obeyAndAnswer(
      command,
      {
        caller,
        key: input.idempotencyKey,
        operation: 'createOutgoingPayment',
        input,
        reference: id,
      },
      {
        look: async (tx, all) => ({
          ...(await this.creation.look(tx, all)),
          quotes: new Map([[id, quote]]),
        }),
        act: (tx, fresh, seen) => this.creation.createEach(tx, fresh, seen),
        again: (reference) => this.made(reference),
      },
    );
  }

  async createFromIncomingPayment(
    caller: Caller,
    input: CreateOutgoingPaymentFromIncomingPaymentInput,
  ): Promise<OutgoingPayment> {
    const sender = await this.sender(caller, input.walletAddressId);
    const incomingPaymentId = this.receiverOf(input.incomingPayment);
    const cardDetails = readCardDetails(input.cardDetails);
    const id =
      cardDetails === undefined
        ? uuidv7()
        : uuidv5(`${sender.tenantId}/${cardDetails.requestId}`, CARD_PAYMENTS);
    const command = this.creating(sender, {
      id,
      incomingPaymentId,
      metadata: input.metadata ?? undefined,
      cardDetails,
    });
    const debit = toAmount(input.debitAmount);
    const call = {
      caller,
      key: input.idempotencyKey,
      operation: 'createOutgoingPaymentFromIncomingPayment',
      input,
      reference: id,
    };
    const attempt = () =>
      this.door.obeyAndAnswer(command, call, {
        look: async (tx, all) => ({
          ...(await this.creation.look(tx, all)),
          cardPaymentTimeoutMs: this.config.cardPaymentTimeoutMs,
          debit,
        }),
        act: (tx, fresh, seen) => this.creation.createEach(tx, fresh, seen),
        again: (reference) => this.made(reference),
      });
    const { manager } = this.dataSource;
    return this.quoting.withRates(manager, { sender, incomingPaymentId }, attempt);
  }

  /** The bank's yes. @throws {AdminApiError} where it comes too late, or the payment has ended */
  async deposit(caller: Caller, input: DepositOutgoingPaymentLiquidityInput): Promise<void> {
    const { id, tenantId } = await this.ofWhom(caller, input.outgoingPaymentId);
    await this.door.obey(
      adminCommand({ type: Command.FundOutgoingPayment, tenantId, subject: id, data: { id } }),
      {
        caller,
        key: input.idempotencyKey,
        operation: 'depositOutgoingPaymentLiquidity',
        input,
        reference: id,
      },
      {
        look: (tx, all) => this.payments.lock(tx, all),
        act: (tx, fresh, locked) => this.payments.fund(tx, fresh, locked),
      },
    );
  }

  /** The bank's no. */
  async cancel(caller: Caller, input: CancelOutgoingPaymentInput): Promise<OutgoingPayment> {
    const { id, tenantId } = await this.ofWhom(caller, input.id);
    const data = { id, ...cancellationOf(input) };
    const reference = await this.door.obey(
      adminCommand({ type: Command.CancelOutgoingPayment, tenantId, subject: id, data }),
      { caller, operation: 'cancelOutgoingPayment', input, reference: id },
      {
        look: (tx, all) => this.payments.lock(tx, all),
        act: (tx, fresh, locked) => this.payments.cancel(tx, fresh, locked),
      },
    );
    return this.get(caller, reference);
  }

  private async made(id: string): Promise<OutgoingPayment> {
    const payment = (await this.repository.find(this.dataSource.manager, [id])).get(id);
    if (payment === undefined) throw new Error(`outgoing payment ${id} is gone`);
    return payment;
  }

  /** The operator may speak of anybody's payment; anybody else's tenant is checked by the rule itself. */
  private async ofWhom(caller: Caller, id: string): Promise<{ id: string; tenantId: string }> {
    if (!isUuid(id)) throw notFound('payment');
    if (!caller.isOperator) return { id: canonicalId(id), tenantId: caller.tenantId };
    const payment = await this.get(caller, id);
    return { id: payment.id, tenantId: payment.tenantId };
  }

  private async sender(caller: Caller, id: string): Promise<WalletAddress> {
    const wallet = isUuid(id)
      ? (await this.walletAddresses.byIds(this.dataSource.manager, [canonicalId(id)])).get(
          canonicalId(id),
        )
      : undefined;
    if (wallet === undefined || !maySee(caller, wallet.tenantId)) throw notFound('wallet address');
    return wallet;
  }

  private receiverOf(url: string): string {
    const id = incomingPaymentIdOf(this.config.walletAddressBaseUrl, url);
    if (id === undefined) throw badInput('the receiver is no incoming payment of this backend');
    return id;
  }

  private receivers(filter: OutgoingPaymentFilter['receiver']) {
    const { in: wanted, notIn } = given(filter) ?? {};
    const ids = (urls: readonly string[] | undefined) =>
      urls?.flatMap((url) => incomingPaymentIdOf(this.config.walletAddressBaseUrl, url) ?? []);
    return { in: ids(wanted), notIn: ids(notIn) };
  }

  private creating(
    sender: WalletAddress,
    data: Pick<
      Message<Command.CreateOutgoingPayment>['data'],
      'id' | 'incomingPaymentId' | 'metadata' | 'cardDetails'
    >,
  ): Message<Command.CreateOutgoingPayment> {
    return adminCommand({
      type: Command.CreateOutgoingPayment,
      tenantId: sender.tenantId,
      subject: data.id,
      data: {
        ...data,
        walletAddress: sender.url,
        initiatedBy: data.cardDetails === undefined ? InitiatedBy.Admin : InitiatedBy.Card,
      },
    });
  }
}

type Filter = OutgoingPaymentFilter['state'];

function given(filter: Filter): { in?: string[]; notIn?: string[] } | undefined {
  return filter ? { in: filter.in ?? undefined, notIn: filter.notIn ?? undefined } : undefined;
}

/** Ids that are none are nobody's: they find nothing, and leave out nothing. */
function uuids(filter: Filter): { in?: string[]; notIn?: string[] } | undefined {
  const { in: wanted, notIn } = given(filter) ?? {};
  return { in: wanted?.filter(isUuid), notIn: notIn?.filter(isUuid) };
}

function toAmount(amount: AmountInput | null | undefined): Amount | undefined {
  return amount ? { ...amount, value: amount.value.toString() } : undefined;
}

type CardDetailsOf = CreateOutgoingPaymentFromIncomingPaymentInput['cardDetails'];

function readCardDetails(details: CardDetailsOf) {
  if (details === null || details === undefined) return undefined;
  const { requestId, initiatedAt, data } = details;
  if (!isUuid(requestId)) throw badInput('cardDetails.requestId is no UUID');
  const { signature, payload } = data;
  if (typeof signature !== 'string' || typeof payload !== 'string') {
    throw badInput('cardDetails.data has a signature and a payload, both text');
  }
  return {
    requestId: requestId.toLowerCase(),
    initiatedAt: readTime('cardDetails.initiatedAt', initiatedAt),
    data: { signature, payload },
  };
}
