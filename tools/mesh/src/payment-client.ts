import type { MeshDescription } from './mesh-file.js';

/** What a terminal posts; `timestamp` is now unless it says otherwise. */
export interface PaymentRequest {
  requestId: string;
  signature: string;
  payload: string;
  amount: { value: string; assetCode: string; assetScale: number };
  senderWalletAddress: string;
  receiverWalletAddress: string;
  timestamp?: number;
}

export interface PaymentAnswer {
  status: number;
  body: unknown;
  /** From the request's departure to the answer's arrival. */
  tookMs: number;
}

const MARGIN_MS = 30_000;

/** Takes a payment as a terminal does: through the POS service's public door. */
export async function takePayment(
  { services, terminal }: Pick<MeshDescription, 'services' | 'terminal'>,
  request: PaymentRequest,
  posService = 'pos-service',
): Promise<PaymentAnswer> {
  const pos = services.find(({ name }) => name === posService);
  if (pos === undefined) throw new Error(`the mesh has no ${posService}`);
  const since = performance.now();
  const response = await fetch(`${pos.url}/payment`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [terminal.header]: terminal.key },
    body: JSON.stringify({ timestamp: Date.now(), ...request }),
    signal: AbortSignal.timeout(MARGIN_MS),
  });
  const text = await response.text();
  return { status: response.status, body: parse(text), tookMs: performance.now() - since };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
