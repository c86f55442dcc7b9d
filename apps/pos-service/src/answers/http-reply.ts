import type { HttpAnswer } from './http-answer.js';

/** What we use of Fastify's reply. */
export interface HttpReply {
  status(code: number): HttpReply;
  headers(values: Record<string, string>): HttpReply;
  send(body: object): HttpReply;
  raw: { once(event: 'close', listener: () => void): unknown };
}

export function sendAnswer(reply: HttpReply, { status, headers = {}, body }: HttpAnswer): void {
  reply.status(status).headers(headers).send(body);
}
