import { randomUUID } from 'node:crypto';
import { isObject, type CardPaymentBody, type TerminalBody } from './payment-body.js';

/** As Open Payments has it, with the field that Rafiki adds. */
export async function cardServiceOf(walletAddress: string): Promise<string> {
  const page = await fetch(walletAddress, { headers: { accept: 'application/json' } });
  const { cardService } = (await page.json()) as { cardService?: unknown };
  if (typeof cardService !== 'string') throw new Error('Missing card service URL');
  return cardService;
}

export async function askCardService(
  cardService: string,
  terminal: TerminalBody,
  incomingPaymentUrl: string,
): Promise<unknown> {
  const { signature, payload, amount, senderWalletAddress, timestamp } = terminal;
  const body: CardPaymentBody = {
    requestId: randomUUID(),
    ...{ signature, payload, amount, senderWalletAddress, incomingPaymentUrl, timestamp },
  };
  const response = await fetch(`${cardService}${cardService.endsWith('/') ? '' : '/'}payment`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json().catch(() => undefined);
  return isObject(answer) && isObject(answer.result) ? answer.result.code : undefined;
}
