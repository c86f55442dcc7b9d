import { CancelReason } from '@tapmesh/events';
import { PrivateAddressError, type HttpClient } from '@tapmesh/service-kit';
import { foreignAnswer } from './foreign-answer.js';
import type { ForeignAnswer, ForeignRequest } from './foreign-request.js';

/** Asks a card service that a wallet address of others names. */
export class ForeignCardServiceClient {
  constructor(private readonly http: HttpClient) {}

  /** Waits until the deadline; never throws, for no answer is an answer too. */
  async ask(
    { cardService, body, deadline }: ForeignRequest,
    signal?: AbortSignal,
  ): Promise<ForeignAnswer> {
    const timeoutMs = deadline.getTime() - Date.now();
    if (timeoutMs <= 0) return { kind: 'unclear', why: 'the deadline has passed' };
    try {
      const url = new URL('payment', cardService).href;
      return foreignAnswer(await this.http.send({ method: 'POST', url, body, timeoutMs, signal }));
    } catch (error) {
      return error instanceof PrivateAddressError
        ? { kind: 'declined', reason: CancelReason.InvalidRequest }
        : { kind: 'unclear', why: String(error) };
    }
  }
}
