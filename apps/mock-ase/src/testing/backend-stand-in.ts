import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isSigned } from '../webhooks/rafiki-signature.js';
import { until } from './until.js';

export interface HeardRequest {
  operation: string;
  variables: { id?: string; input?: Record<string, unknown> };
  tenantId: string;
  isSigned: boolean;
}

/** What the stand-in answers: a value of the operation, an error's extensions, or a status alone. */
export type Answer = { value: unknown } | { refused: Record<string, string> } | { status: number };

const OPERATIONS = [
  'depositOutgoingPaymentLiquidity',
  'cancelOutgoingPayment',
  'createIncomingPaymentWithdrawal',
  'outgoingPayment',
];

/** The Admin API as a bank meets it, over real HTTP. Answers in turn, and with success where none is left. */
export class BackendStandIn {
  readonly heard: HeardRequest[] = [];
  private readonly answers = new Map<string, Answer[]>();

  private constructor(
    private readonly server: Server,
    private readonly secret: string,
  ) {}

  static async start(secret: string): Promise<BackendStandIn> {
    const server = createServer();
    const standIn = new BackendStandIn(server, secret);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { headers } = request;
        const { status, body } = standIn.answer(JSON.parse(Buffer.concat(chunks).toString()), {
          tenantId: String(headers['tenant-id']),
          signature: String(headers.signature),
        });
        response.writeHead(status, { 'content-type': 'application/json' }).end(body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return standIn;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/graphql`;
  }

  /** For the payment, from now on, in this order. */
  willAnswer(paymentId: string, ...answers: Answer[]): void {
    this.answers.set(paymentId, answers);
  }

  of(paymentId: string): HeardRequest[] {
    return this.heard.filter(({ variables: { id, input } }) =>
      [id, input?.id, input?.outgoingPaymentId, input?.incomingPaymentId].includes(paymentId),
    );
  }

  /** What was asked about a payment, once there is that much of it. */
  asked(paymentId: string, count = 1): Promise<HeardRequest[]> {
    return until(
      () => Promise.resolve(this.of(paymentId)),
      (heard) => heard.length >= count,
    );
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(
    body: { query: string; variables: HeardRequest['variables'] },
    { tenantId, signature }: { tenantId: string; signature: string },
  ): { status: number; body: string } {
    const operation = OPERATIONS.find((name) => body.query.includes(`${name}(`)) ?? body.query;
    const [signed = ''] = signature.split(', n=');
    const key = { secret: this.secret, version: '1' };
    this.heard.push({
      operation,
      variables: body.variables,
      tenantId,
      isSigned: isSigned(signed, body, key),
    });
    const { id, input } = body.variables;
    const paymentId = id ?? input?.id ?? input?.outgoingPaymentId ?? input?.incomingPaymentId;
    const answer = this.answers.get(String(paymentId))?.shift() ?? { value: { success: true } };
    if ('status' in answer) return { status: answer.status, body: 'Bad Gateway' };
    const said =
      'value' in answer
        ? { data: { [operation]: answer.value } }
        : { data: null, errors: [{ message: 'no', extensions: answer.refused }] };
    return { status: 200, body: JSON.stringify(said) };
  }
}
