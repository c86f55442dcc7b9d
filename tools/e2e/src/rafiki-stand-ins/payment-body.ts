export interface AmountJson {
  value: string;
  assetCode: string;
  assetScale: number;
}

/** What a point-of-sale service asks of a card service. */
export interface CardPaymentBody {
  requestId: string;
  signature: string;
  payload: string;
  amount: AmountJson;
  senderWalletAddress: string;
  incomingPaymentUrl: string;
  timestamp: number;
}

/** What a terminal asks of a point-of-sale service. */
export type TerminalBody = Omit<CardPaymentBody, 'requestId' | 'incomingPaymentUrl'> & {
  receiverWalletAddress: string;
};

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

export function isUuid(value: unknown): boolean {
  return typeof value === 'string' && UUID.test(value);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As the description of Rafiki's card service has it, which validates what it is sent. */
export function isCardPaymentBody(body: unknown): body is CardPaymentBody {
  if (!isObject(body)) return false;
  const texts = [body.signature, body.payload, body.senderWalletAddress, body.incomingPaymentUrl];
  return (
    isUuid(body.requestId) &&
    texts.every((text) => typeof text === 'string') &&
    URL.canParse(String(body.senderWalletAddress)) &&
    URL.canParse(String(body.incomingPaymentUrl)) &&
    isObject(body.amount) &&
    typeof body.timestamp === 'number'
  );
}
