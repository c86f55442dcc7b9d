import type { MeshDescription, PaymentRequest } from '@tapmesh/mesh';

/** What came back of one attempt. */
export type Reply =
  | { kind: 'answer'; status: number; body: unknown }
  /** Refused, cut off or silent: the terminal knows nothing. */
  | { kind: 'nothing'; why: string };

export interface AskOptions {
  url: string;
  terminal: MeshDescription['terminal'];
  request: PaymentRequest;
  timeoutMs: number;
  /** The terminal hangs up. */
  signal?: AbortSignal;
}

/** Asks an instance of the POS service once. Never rejects. */
export async function ask(options: AskOptions): Promise<Reply> {
  const { url, terminal, request, timeoutMs, signal } = options;
  const bound = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(`${url}/payment`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [terminal.header]: terminal.key },
      body: JSON.stringify(request),
      signal: signal === undefined ? bound : AbortSignal.any([bound, signal]),
    });
    const text = await response.text();
    return { kind: 'answer', status: response.status, body: JSON.parse(text) };
  } catch (error) {
    return { kind: 'nothing', why: error instanceof Error ? error.message : String(error) };
  }
}
