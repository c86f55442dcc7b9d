import { Injectable } from '@nestjs/common';
import { Command, InitiatedBy, type Amount } from '@tapmesh/events';
import type { Transaction } from '@tapmesh/messaging';
import { DataSource } from 'typeorm';
import { validate as isUuid, v7 as uuidv7 } from 'uuid';
import { badInput, notFound } from '../admin-api/admin-api.error.js';
import { adminCommand, AdminDoor } from '../admin-api/admin-door.js';
import { listedTenant, maySee, type Caller } from '../admin-api/caller.js';
import { page, type Page, type PageArguments } from '../admin-api/page.js';
import type {
  AmountInput,
  CancelIncomingPaymentInput,
  CreateIncomingPaymentInput,
  IncomingPaymentFilter,
  UpdateIncomingPaymentInput,
} from '../admin-api/schema.types.js';
import { readTime } from '../admin-api/time.js';
import { BackendConfig } from '../backend.config.js';
import type { LookingUseCase } from '../commands/command-door.js';
import { canonicalId } from '../identifier.js';
import type { WalletAddress } from '../wallet-addresses/wallet-address.js';
import { WalletAddresses } from '../wallet-addresses/wallet-addresses.service.js';
import { incomingPaymentUrl } from './incoming-payment.url.js';
import type { IncomingPayment } from './incoming-payment.js';
import { IncomingPaymentsDescriptions } from './incoming-payments.descriptions.js';
import { IncomingPaymentsPages } from './incoming-payments.pages.js';
import { IncomingPaymentsRepository } from './incoming-payments.repository.js';
import { IncomingPaymentsService } from './incoming-payments.service.js';

/** A payment that is to be made at a wallet address, by whichever operation. */
export interface AskedIncomingPayment {
  walletAddress: WalletAddress;
  operation: string;
  /** What the idempotency key stands for. */
  input: object;
  idempotencyKey?: string | null;
  incomingAmount?: AmountInput | null;
  expiresAt?: string | null;
  metadata?: Record<string, unknown> | null;
  isCardPayment?: boolean | null;
  senderWalletAddress?: string | null;
}

type Change =
  Command.ApproveIncomingPayment | Command.CancelIncomingPayment | Command.CompleteIncomingPayment;

/** Incoming payments for those who ask over the Admin API: the same commands as on Kafka. */
@Injectable()
export class IncomingPaymentsAdmin {
  constructor(
    private readonly config: BackendConfig,
    private readonly dataSource: DataSource,
    private readonly door: AdminDoor,
    private readonly payments: IncomingPaymentsService,
    private readonly repository: IncomingPaymentsRepository,
    private readonly descriptions: IncomingPaymentsDescriptions,
    private readonly pages: IncomingPaymentsPages,
    private readonly walletAddresses: WalletAddresses,
  ) {}

  urlOf({ id }: { id: string }): string {
    return incomingPaymentUrl(this.config.walletAddressBaseUrl, id);
  }

  /** Whoever's it is. */
  async find(id: string): Promise<IncomingPayment | undefined> {
    if (!isUuid(id)) return undefined;
    const found = await this.repository.find(this.dataSource.manager, [id]);
    return found.get(canonicalId(id));
  }

  /** @throws {AdminApiError} NOT_FOUND, also where it is another tenant's */
  async get(caller: Caller, id: string): Promise<IncomingPayment> {
    const payment = await this.find(id);
    if (payment === undefined || !maySee(caller, payment.tenantId)) throw notFound('payment');
    return payment;
  }

  list<Node>(
    caller: Caller,
    {
      tenantId,
      filter,
      ...args
    }: PageArguments & { tenantId?: string | null; filter?: IncomingPaymentFilter | null },
    nodeOf: (payment: IncomingPayment) => Node,
  ): Promise<Page<Node>> {
    const { in: wanted, notIn } = filter?.initiatedBy ?? {};
    const query = {
      tenantId: listedTenant(caller, tenantId),
      initiatedBy: { in: wanted ?? undefined, notIn: notIn ?? undefined },
    };
    return page(args, (slice) => this.pages.read(this.dataSource.manager, query, slice), nodeOf);
  }

  async create(caller: Caller, input: CreateIncomingPaymentInput): Promise<IncomingPayment> {
    const id = canonicalId(input.walletAddressId);
    const walletAddress = isUuid(id)
      ? (await this.walletAddresses.byIds(this.dataSource.manager, [id])).get(id)
      : undefined;
    if (walletAddress === undefined || !maySee(caller, walletAddress.tenantId)) {
      throw notFound('wallet address');
    }
    const operation = 'createIncomingPayment';
    return this.createAt(caller, { ...input, walletAddress, operation, input });
  }

  /** At any wallet address of this backend: whoever makes it elsewhere than at home is noted on it. */
  async createAt(caller: Caller, asked: AskedIncomingPayment): Promise<IncomingPayment> {
    const { walletAddress, operation, input } = asked;
    const id = uuidv7();
    const command = adminCommand({
      type: Command.CreateIncomingPayment,
      tenantId: walletAddress.tenantId,
      subject: id,
      data: {
        id,
        walletAddress: walletAddress.url,
        incomingAmount: toAmount(asked.incomingAmount),
        initiatedBy: asked.isCardPayment === true ? InitiatedBy.Card : InitiatedBy.Admin,
        expiresAt:
          typeof asked.expiresAt === 'string' ? readTime('expiresAt', asked.expiresAt) : undefined,
        senderWalletAddress: asked.senderWalletAddress ?? undefined,
        metadata: asked.metadata ?? undefined,
      },
    });
    const overAdminApi = {
      askedBy: caller.tenantId === walletAddress.tenantId ? undefined : caller.tenantId,
      cardPaymentTimeoutMs: this.config.cardPaymentTimeoutMs,
    };
    return this.door.obeyAndAnswer(
      command,
      { caller, key: asked.idempotencyKey, operation, input, reference: id },
      {
        look: async (tx, all) => ({
          ...(await this.payments.lookForCreation(tx, all)),
          overAdminApi,
        }),
        act: (tx, fresh, seen) => this.payments.createEach(tx, fresh, seen),
        again: (reference) => this.made(reference),
      },
    );
  }

  private async made(id: string): Promise<IncomingPayment> {
    const payment = (await this.repository.find(this.dataSource.manager, [id])).get(id);
    if (payment === undefined) throw new Error(`incoming payment ${id} is gone`);
    return payment;
  }

  async describe(
    caller: Caller,
    { id, metadata }: UpdateIncomingPaymentInput,
  ): Promise<IncomingPayment> {
    const tenantId = caller.isOperator ? undefined : caller.tenantId;
    const described = isUuid(id)
      ? await this.descriptions.describe(this.dataSource.manager, { id, tenantId, metadata })
      : undefined;
    if (described === undefined) throw notFound('payment');
    return described;
  }

  approve(caller: Caller, id: string): Promise<IncomingPayment> {
    return this.change(caller, id, {
      type: Command.ApproveIncomingPayment,
      operation: 'approveIncomingPayment',
      act: (tx, commands) => this.payments.approve(tx, commands),
    });
  }

  cancel(
    caller: Caller,
    { id, cancellationReason }: CancelIncomingPaymentInput,
  ): Promise<IncomingPayment> {
    return this.change(caller, id, {
      type: Command.CancelIncomingPayment,
      operation: 'cancelIncomingPayment',
      data: { reason: cancellationReason?.slice(0, 255) },
      act: (tx, commands) => this.payments.cancel(tx, commands),
    });
  }

  /** By its own tenant, the operator, or whoever had it made. */
  async complete(caller: Caller, id: string): Promise<IncomingPayment> {
    const payment = await this.find(id);
    const isAsker = payment?.askedBy === caller.tenantId;
    if (payment === undefined || !(isAsker || maySee(caller, payment.tenantId))) {
      throw notFound('payment');
    }
    return this.change({ ...caller, isOperator: true }, id, {
      type: Command.CompleteIncomingPayment,
      operation: 'completeReceiver',
      act: (tx, commands) => this.payments.complete(tx, commands),
    });
  }

  private async change<C extends Change>(
    caller: Caller,
    paymentId: string,
    {
      type,
      operation,
      data,
      act,
    }: {
      type: C;
      operation: string;
      data?: { reason?: string };
      act: (
        tx: Transaction,
        commands: Parameters<LookingUseCase<C, void>['act']>[1],
      ) => ReturnType<LookingUseCase<C, void>['act']>;
    },
  ): Promise<IncomingPayment> {
    const { id, tenantId } = await this.get(caller, paymentId);
    const input = { id, ...data };
    const command = adminCommand<C>({
      type,
      tenantId,
      subject: id,
      data: input as Parameters<typeof adminCommand<C>>[0]['data'],
    });
    const call = { caller, operation, input, reference: id };
    await this.door.obey<C, void>(command, call, { look: () => Promise.resolve(), act });
    return this.get(caller, id);
  }
}

function toAmount(amount: AmountInput | null | undefined): Amount | undefined {
  if (!amount) return undefined;
  if (amount.value === 0n) throw badInput('invalid amount');
  return { ...amount, value: amount.value.toString() };
}
