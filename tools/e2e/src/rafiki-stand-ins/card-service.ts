import { AdminApi, type TenantCredentials } from './admin-api.js';
import { isCardWebhook, type CardWebhook } from './card-webhook.js';
import { HttpDoor, type HttpReply, type HttpRequest } from './http-door.js';
import { isCardPaymentBody, type CardPaymentBody } from './payment-body.js';
import { Waiting } from './waiting.js';

const GET_WALLET_ADDRESS = `query GetWalletAddressByUrl($url: String!) {
  walletAddressByUrl(url: $url) {
    id
    asset {
      code
      scale
      __typename
    }
    __typename
  }
}`;

const CREATE_OUTGOING_PAYMENT = `mutation CreateOutgoingPaymentFromIncoming($input: CreateOutgoingPaymentFromIncomingPaymentInput!) {
  createOutgoingPaymentFromIncomingPayment(input: $input) {
    payment {
      id
      __typename
    }
    __typename
  }
}`;

/** A card service as Rafiki has it: it knows the Admin API, two webhooks, and nothing of ours. */
export class StandInCardService {
  /** Outgoing payments that it had made, by the request's id. */
  readonly made = new Map<string, string>();
  /** The status of its last answer, by the request's id. */
  readonly answered = new Map<unknown, number>();
  /** Webhooks that it took, and those that it refused. */
  readonly heard: CardWebhook[] = [];
  readonly refused: unknown[] = [];
  private readonly waiting = new Waiting<CardWebhook>();
  private api: AdminApi | undefined;
  private timeoutMs = 30_000;

  private constructor(private door: HttpDoor) {}

  static async open(): Promise<StandInCardService> {
    const door = await HttpDoor.open((request) => service.handle(request));
    const service: StandInCardService = new StandInCardService(door);
    return service;
  }

  get url(): string {
    return this.door.url;
  }

  /** `CARD_PAYMENT_TIMEOUT_MS` is Rafiki's half minute, unless it says less. */
  connect(credentials: TenantCredentials, { timeoutMs = 30_000 } = {}): void {
    this.api = new AdminApi(credentials);
    this.timeoutMs = timeoutMs;
  }

  close(): Promise<void> {
    return this.door.close();
  }

  private async handle({ method, path, body }: HttpRequest): Promise<HttpReply> {
    if (method === 'POST' && path === '/payment') {
      const reply = await this.payment(body);
      this.answered.set((body as { requestId?: unknown }).requestId, reply.status);
      return reply;
    }
    if (method === 'POST' && path === '/webhook') return this.webhook(body);
    return { status: 404 };
  }

  private async payment(body: unknown): Promise<HttpReply> {
    if (!isCardPaymentBody(body)) return { status: 400, body: 'Bad Request' };
    const place = this.waiting.enter(body.requestId, this.timeoutMs);
    try {
      const walletAddressId = await this.walletAddressOf(body.senderWalletAddress);
      if (walletAddressId === undefined) return { status: 404, body: 'Not Found' };
      await this.create(body, walletAddressId);
      const event = await place.word;
      return event === undefined ? { status: 504, body: 'Gateway Timeout' } : answerTo(event, body);
    } finally {
      place.leave();
    }
  }

  private async walletAddressOf(url: string): Promise<string | undefined> {
    const { walletAddressByUrl } = await this.admin.ask<{
      walletAddressByUrl: { id: string } | null;
    }>('GetWalletAddressByUrl', GET_WALLET_ADDRESS, { url });
    return walletAddressByUrl?.id;
  }

  private async create(body: CardPaymentBody, walletAddressId: string): Promise<void> {
    const { requestId, incomingPaymentUrl, timestamp, signature, payload } = body;
    const cardDetails = {
      requestId,
      initiatedAt: new Date(timestamp).toISOString(),
      data: { signature, payload },
    };
    const { createOutgoingPaymentFromIncomingPayment: created } = await this.admin.ask<{
      createOutgoingPaymentFromIncomingPayment: { payment: { id: string } };
    }>('CreateOutgoingPaymentFromIncoming', CREATE_OUTGOING_PAYMENT, {
      input: { walletAddressId, incomingPayment: incomingPaymentUrl, cardDetails },
    });
    this.made.set(requestId, created.payment.id);
  }

  private webhook(body: unknown): HttpReply {
    if (!isCardWebhook(body)) {
      this.refused.push(body);
      return { status: 400, body: 'Bad Request' };
    }
    this.heard.push(body);
    this.waiting.tell(body.data.cardDetails.requestId, body);
    return { status: 200 };
  }

  private get admin(): AdminApi {
    if (this.api === undefined) throw new Error('the card service is not connected yet');
    return this.api;
  }
}

function answerTo({ type, data }: CardWebhook, { requestId }: CardPaymentBody): HttpReply {
  if (type === 'outgoing_payment.funded') {
    return { status: 201, body: { requestId, result: { code: 'approved' } } };
  }
  const reason = data.metadata?.cardPaymentFailureReason;
  if (reason === 'invalid_signature') {
    const result = { code: reason, description: 'Invalid card signature' };
    return { status: 201, body: { requestId, result } };
  }
  const description = `Card payment failure reason "${reason ?? 'unknown'}"`;
  return { status: 400, body: { error: { code: 'invalid_request', description } } };
}
