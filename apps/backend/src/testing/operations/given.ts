import { randomBytes, randomUUID } from 'node:crypto';

import type { AdminClient } from '../admin-client.js';
import {
  createIncomingPayment,
  createOutgoingPayment,
  createQuote,
  deposit,
  type Made,
  type Quoted,
} from '../admin-operations.js';
import type { BackendUnderTest } from '../backend-under-test.js';
import { eventually } from '../eventually.js';

export const AMOUNT = { value: '1000', assetCode: 'USD', assetScale: 2 };

interface WithId {
  id: string;
}

/** What a tenant has, made for one example. */
export class Given {
  constructor(
    readonly backend: BackendUnderTest,
    readonly client: AdminClient,
  ) {}

  get tenantId(): string {
    return this.client.identity.tenantId;
  }

  /** Its dollars. */
  async asset(): Promise<string> {
    const query = '{ assetByCodeAndScale(code: "USD", scale: 2) { id } }';
    return (await this.client.get<WithId>(query)).id;
  }

  /** One that nothing uses. */
  async newAsset(): Promise<string> {
    const document = `mutation ($input: CreateAssetInput!) { createAsset(input: $input) { asset { id } } }`;
    const input = { code: newCode(), scale: 2 };
    return (await this.client.get<{ asset: WithId }>(document, { input })).asset.id;
  }

  /** One with something in it for conversion. */
  async liquidAsset(): Promise<string> {
    const assetId = await this.newAsset();
    const input = { assetId, amount: '1000', id: randomUUID(), idempotencyKey: randomUUID() };
    await this.client.get(
      `mutation ($input: DepositAssetLiquidityInput!) {
        depositAssetLiquidity(input: $input) { success } }`,
      { input },
    );
    return assetId;
  }

  async walletAddress(): Promise<{ id: string; address: string }> {
    const document = `mutation ($input: CreateWalletAddressInput!) {
      createWalletAddress(input: $input) { walletAddress { id address } } }`;
    const input = { assetId: await this.asset(), address: `accounts/${randomUUID()}` };
    const { walletAddress } = await this.client.get<{
      walletAddress: { id: string; address: string };
    }>(document, { input });
    return walletAddress;
  }

  async walletAddressId(): Promise<string> {
    return (await this.walletAddress()).id;
  }

  async key(): Promise<string> {
    const document = `mutation ($input: CreateWalletAddressKeyInput!) {
      createWalletAddressKey(input: $input) { walletAddressKey { id } } }`;
    const input = { walletAddressId: await this.walletAddressId(), jwk: newJwk() };
    return (await this.client.get<{ walletAddressKey: WithId }>(document, { input }))
      .walletAddressKey.id;
  }

  /** That a tenant asks for: 10 dollars. */
  async incomingPayment(): Promise<{ id: string; url: string }> {
    const input = { walletAddressId: await this.walletAddressId(), incomingAmount: AMOUNT };
    const { payment } = await this.client.get<Made>(createIncomingPayment, { input });
    return payment;
  }

  /** Of a payment to itself. */
  async quote(url?: string): Promise<{ id: string; walletAddressId: string }> {
    const receiver = url ?? (await this.incomingPayment()).url;
    const walletAddressId = await this.walletAddressId();
    const input = { walletAddressId, receiver };
    const { quote } = await this.client.get<Quoted>(createQuote, { input });
    return { id: quote.id, walletAddressId };
  }

  /** That waits for its bank. */
  async outgoingPayment(receiver?: string): Promise<string> {
    const { id: quoteId, walletAddressId } = await this.quote(receiver);
    const input = { walletAddressId, quoteId };
    return (await this.client.get<Made>(createOutgoingPayment, { input })).payment.id;
  }

  /** That was paid in full, and of which its tenant was told. */
  async received(): Promise<string> {
    return (await this.paid()).incomingPaymentId;
  }

  /** The other side of it. */
  async sent(): Promise<string> {
    const { outgoingPaymentId } = await this.paid();
    await this.event(outgoingPaymentId, 'outgoing_payment.completed');
    return outgoingPaymentId;
  }

  /** A withdrawal that waits to be posted or voided. */
  async withdrawal(): Promise<string> {
    const incomingPaymentId = await this.received();
    const input = { incomingPaymentId, idempotencyKey: randomUUID(), timeoutSeconds: 600 };
    await this.client.get(
      `mutation ($input: CreateIncomingPaymentWithdrawalInput!) {
        createIncomingPaymentWithdrawal(input: $input) { success } }`,
      { input },
    );
    return this.event(incomingPaymentId, 'incoming_payment.completed');
  }

  /** The id of an event once it was told. */
  async event(paymentId: string, type: string): Promise<string> {
    return eventually(async () => {
      const [row] = await this.backend.query<WithId>(
        'SELECT id FROM webhook_events WHERE subject = $1 AND type = $2',
        [paymentId, type],
      );
      return row?.id;
    });
  }

  private async paid(): Promise<{ incomingPaymentId: string; outgoingPaymentId: string }> {
    const { id: incomingPaymentId, url: receiver } = await this.incomingPayment();
    const outgoingPaymentId = await this.outgoingPayment(receiver);
    const input = { outgoingPaymentId, idempotencyKey: randomUUID() };
    await this.client.get(deposit, { input });
    await this.event(incomingPaymentId, 'incoming_payment.completed');
    return { incomingPaymentId, outgoingPaymentId };
  }
}

export function newJwk() {
  return {
    kid: randomUUID(),
    x: randomBytes(32).toString('base64url'),
    alg: 'EdDSA',
    kty: 'OKP',
    crv: 'Ed25519',
  };
}

/** Of an asset that nobody deals in. */
export function newCode(): string {
  return randomBytes(6).toString('hex').toUpperCase();
}
