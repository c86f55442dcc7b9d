import type { PaymentRequest } from '@tapmesh/mesh';
import { Agent, request as httpRequest } from 'node:http';

/** How one request of a terminal ended. */
export type Ending =
  | { kind: 'answered'; status: number; body: unknown; retryAfter: string | undefined }
  /** Nobody listens: the request was never taken. */
  | { kind: 'refused' }
  /** The connection broke under the request: dropped without an answer. */
  | { kind: 'cut'; code: string };

export interface TillOptions {
  /** The terminal's key, as its header has it. */
  headers: Record<string, string>;
}

/** A terminal with one connection that it keeps, as tills do. */
export class Till {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(private readonly options: TillOptions) {}

  ask(url: string, payment: PaymentRequest): Promise<Ending> {
    const body = JSON.stringify(payment);
    return new Promise((resolve) => {
      const call = httpRequest(`${url}/payment`, {
        agent: this.agent,
        method: 'POST',
        headers: {
          ...this.options.headers,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        },
      });
      const cut = ({ code = 'unknown' }: NodeJS.ErrnoException) =>
        resolve(code === 'ECONNREFUSED' ? { kind: 'refused' } : { kind: 'cut', code });
      call.on('error', cut);
      call.on('response', (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('error', cut);
        response.on('end', () =>
          resolve({
            kind: 'answered',
            status: response.statusCode ?? 0,
            body: parsed(text),
            retryAfter: response.headers['retry-after'],
          }),
        );
      });
      call.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
