import { createHash } from 'node:crypto';
import type { PaymentRequest } from './payment-request.js';

/** Who a payment's derived id belongs to when no key says which terminal asks. */
const UNKNOWN_TERMINAL = 'rafiki';

/**
 * What makes a request the payment that it is, always written the same way. The request id is left
 * out, for the content is what it is compared by; so is the deadline that the terminal wishes for.
 */
export function canonicalContent(request: PaymentRequest): string {
  const { signature, payload, amount, timestamp } = request;
  return JSON.stringify({
    amount: {
      assetCode: amount.assetCode,
      assetScale: amount.assetScale,
      value: amount.value,
    },
    payload,
    receiverWalletAddress: request.receiverWalletAddress,
    senderWalletAddress: request.senderWalletAddress,
    signature,
    timestamp,
  });
}

export interface RequestIdentity {
  requestId: string;
  contentHash: Buffer;
}

/**
 * A terminal that sends no request id gets one that its retry has too: its timestamp makes each
 * tap its own.
 */
export function identify(request: PaymentRequest, terminalId: string | undefined): RequestIdentity {
  const content = canonicalContent(request);
  return {
    requestId: request.requestId ?? derivedUuid(`${terminalId ?? UNKNOWN_TERMINAL}\n${content}`),
    contentHash: createHash('sha256').update(content).digest(),
  };
}

/** UUID version 8 (RFC 9562): the bits are ours to define; version 5 would mean SHA-1. */
function derivedUuid(name: string): string {
  const bytes = createHash('sha256').update(name).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}
