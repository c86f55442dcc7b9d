import { randomUUID } from 'node:crypto';
import { AdminApi, type TenantCredentials } from './admin-api.js';
import { HttpDoor, type HttpReply, type HttpRequest } from './http-door.js';
import { askCardService, cardServiceOf } from './card-service-client.js';
import { isObject, type TerminalBody } from './payment-body.js';
import { CREATE_INCOMING_PAYMENT, GET_WALLET_ADDRESS } from './point-of-sale.operations.js';
import { isSignedBy } from './rafiki-signature.js';
import { Waiting } from './waiting.js';

const INCOMING_PAYMENT_EXPIRY_MS = 10_000;
const WEBHOOK_TIMEOUT_MS = 30_000;

interface CompletedWebhook {
  id: string;
  type: string;
  data: { id: string; completed: boolean };
}

export interface PosConnection extends TenantCredentials {
  /** What webhooks are signed with. */
  signatureSecret: string;
}

/** A point-of-sale service as Rafiki has it. Terminals need no key. */
export class StandInPointOfSale {
  /** Incoming payments that it had made, in order. */
  readonly made: { id: string; url: string }[] = [];
  readonly heard: CompletedWebhook[] = [];
  /** Webhooks that it answered with anything but 200. */
  readonly refused: { status: number; body: unknown }[] = [];
  private readonly waiting = new Waiting<CompletedWebhook>();
  private connection: { api: AdminApi; signatureSecret: string } | undefined;

  private constructor(private readonly door: HttpDoor) {}

  static async open(): Promise<StandInPointOfSale> {
    const door = await HttpDoor.open((request) => service.handle(request));
    const service = new StandInPointOfSale(door);
    return service;
  }

  get url(): string {
    return this.door.url;
  }

  connect({ signatureSecret, ...credentials }: PosConnection): void {
    this.connection = { api: new AdminApi(credentials), signatureSecret };
  }

  close(): Promise<void> {
    return this.door.close();
  }

  private async handle(request: HttpRequest): Promise<HttpReply> {
    const { method, path, body, query } = request;
    if (method === 'POST' && path === '/payment') return this.payment(body as TerminalBody);
    if (method === 'GET' && path === '/payments') return this.payments(query);
    if (method === 'POST' && path === '/webhook') {
      const reply = this.webhook(request);
      if (reply.status !== 200) this.refused.push({ status: reply.status, body });
      return reply;
    }
    return { status: 404 };
  }

  /** Whatever goes wrong is `invalid_request`, without a reason. */
  private async payment(body: TerminalBody): Promise<HttpReply> {
    try {
      const code = await this.take(body);
      return { status: 200, body: { result: { code } } };
    } catch {
      return { status: 400, body: { error: { code: 'invalid_request' } } };
    }
  }

  private async take(body: TerminalBody): Promise<string> {
    const cardService = await cardServiceOf(body.senderWalletAddress);
    const incoming = await this.createIncomingPayment(body);
    const place = this.waiting.enter(incoming.id, WEBHOOK_TIMEOUT_MS);
    try {
      const code = await askCardService(cardService, body, incoming.url);
      if (code === 'invalid_signature') return code;
      if (code !== 'approved') throw new Error(`the card service says ${code}`);
      const event = await place.word;
      if (event?.data.completed !== true) throw new Error('no word of the incoming payment');
      return code;
    } finally {
      place.leave();
    }
  }

  async createIncomingPayment(body: TerminalBody): Promise<{ id: string; url: string }> {
    const { amount, senderWalletAddress, receiverWalletAddress } = body;
    const { walletAddressByUrl: receiver } = await this.connected.api.ask<{
      walletAddressByUrl: { id: string } | null;
    }>('GetWalletAddress', GET_WALLET_ADDRESS, { url: receiverWalletAddress });
    if (receiver === null) throw new Error('Wallet address not found');
    const input = {
      walletAddressId: receiver.id,
      incomingAmount: amount,
      idempotencyKey: randomUUID(),
      isCardPayment: true,
      expiresAt: new Date(Date.now() + INCOMING_PAYMENT_EXPIRY_MS).toISOString(),
      senderWalletAddress,
    };
    const { createIncomingPayment: created } = await this.connected.api.ask<{
      createIncomingPayment: { payment: { id: string; url: string } };
    }>('CreateIncomingPayment', CREATE_INCOMING_PAYMENT, { input });
    this.made.push(created.payment);
    return created.payment;
  }

  private async payments(query: URLSearchParams): Promise<HttpReply> {
    const variables = {
      url: query.get('receiverWalletAddress'),
      first: Number(query.get('first') ?? 20),
      filter: { initiatedBy: { in: ['CARD'] } },
    };
    const { walletAddressByUrl } = await this.connected.api.ask<{
      walletAddressByUrl: { incomingPayments: { edges: { node: object }[]; pageInfo: object } };
    }>('GetWalletAddress', GET_WALLET_ADDRESS, variables);
    const { edges, pageInfo: pagination } = walletAddressByUrl.incomingPayments;
    return { status: 200, body: { result: edges.map(({ node }) => node), pagination } };
  }

  /** Rafiki's lets a webhook pass that has no signature; ours has one always, so this one asks for it. */
  private webhook({ body, headers }: HttpRequest): HttpReply {
    const signature = headers['rafiki-signature'];
    const { signatureSecret } = this.connected;
    if (typeof signature !== 'string' || !isSignedBy(signature, body, signatureSecret)) {
      return { status: 401, body: 'invalid webhook signature' };
    }
    if (!isCompleted(body)) return { status: 400, body: 'Invalid webhook event type' };
    this.heard.push(body);
    return this.waiting.tell(body.data.id, body)
      ? { status: 200 }
      : { status: 404, body: 'Not awaiting webhook for incoming payment id' };
  }

  private get connected() {
    if (this.connection === undefined) throw new Error('the point of sale is not connected yet');
    return this.connection;
  }
}

function isCompleted(body: unknown): body is CompletedWebhook {
  return isObject(body) && body.type === 'incoming_payment.completed' && isObject(body.data);
}
