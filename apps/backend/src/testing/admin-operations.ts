/** Documents as Rafiki's clients send them, and what of their answers the tests look at. */
const AMOUNT = '{ value assetCode assetScale }';
const OUTGOING = `{
  id walletAddressId state error stateAttempts receiver metadata createdAt
  debitAmount ${AMOUNT} receiveAmount ${AMOUNT} sentAmount ${AMOUNT} quote { id }
}`;
const INCOMING = `{
  id url walletAddressId state expiresAt metadata createdAt senderWalletAddress cancelledAt
  cancellationReason liquidity incomingAmount ${AMOUNT} receivedAmount ${AMOUNT}
}`;
const QUOTE = `{
  id tenantId walletAddressId receiver createdAt expiresAt estimatedExchangeRate
  debitAmount ${AMOUNT} receiveAmount ${AMOUNT}
}`;
const RECEIVER = `{
  id walletAddressUrl completed expiresAt metadata createdAt
  incomingAmount ${AMOUNT} receivedAmount ${AMOUNT}
}`;

const mutation = (name: string, input: string, answer: string) =>
  `mutation M($input: ${input}!) { ${name}(input: $input) ${answer} }`;
const query = (name: string, type: string, answer: string) =>
  `query Q($id: ${type}!) { ${name}(id: $id) ${answer} }`;

export interface Amount {
  value: string;
  assetCode: string;
  assetScale: number;
}
export interface Payment {
  id: string;
  url: string;
  state: string;
  metadata: Record<string, unknown>;
  debitAmount: Amount;
}
export interface Made {
  payment: Payment;
}
export interface Quoted {
  quote: { id: string; debitAmount: Amount; receiveAmount: Amount };
}
export interface Receiver {
  id: string;
  completed: boolean;
}
export interface List {
  edges: { node: Payment }[];
  pageInfo: { endCursor: string; hasNextPage: boolean };
}

export const createIncomingPayment = mutation(
  'createIncomingPayment',
  'CreateIncomingPaymentInput',
  `{ payment ${INCOMING} }`,
);
export const incomingPayment = query('incomingPayment', 'String', INCOMING);
export const approve = mutation(
  'approveIncomingPayment',
  'ApproveIncomingPaymentInput',
  `{ payment ${INCOMING} }`,
);
export const cancelIncoming = mutation(
  'cancelIncomingPayment',
  'CancelIncomingPaymentInput',
  `{ payment ${INCOMING} }`,
);
export const update = mutation(
  'updateIncomingPayment',
  'UpdateIncomingPaymentInput',
  `{ payment ${INCOMING} }`,
);
export const createReceiver = mutation(
  'createReceiver',
  'CreateReceiverInput',
  `{ receiver ${RECEIVER} }`,
);
export const completeReceiver = mutation(
  'completeReceiver',
  'CompleteReceiverInput',
  `{ receiver ${RECEIVER} }`,
);
export const receiver = query('receiver', 'String', RECEIVER);
export const createQuote = mutation('createQuote', 'CreateQuoteInput', `{ quote ${QUOTE} }`);
export const quote = query('quote', 'String', QUOTE);
export const createOutgoingPayment = mutation(
  'createOutgoingPayment',
  'CreateOutgoingPaymentInput',
  `{ payment ${OUTGOING} }`,
);
export const createFromIncomingPayment = mutation(
  'createOutgoingPaymentFromIncomingPayment',
  'CreateOutgoingPaymentFromIncomingPaymentInput',
  `{ payment ${OUTGOING} }`,
);
export const deposit = mutation(
  'depositOutgoingPaymentLiquidity',
  'DepositOutgoingPaymentLiquidityInput',
  '{ success }',
);
export const cancel = mutation(
  'cancelOutgoingPayment',
  'CancelOutgoingPaymentInput',
  `{ payment ${OUTGOING} }`,
);
export const outgoingPayment = query('outgoingPayment', 'String', OUTGOING);
export const outgoingPayments = `
  query Q($first: Int, $after: String, $filter: OutgoingPaymentFilter, $tenantId: String) {
    outgoingPayments(first: $first, after: $after, filter: $filter, tenantId: $tenantId) {
      edges { cursor node { id state } } pageInfo { endCursor hasNextPage hasPreviousPage }
    }
  }`;
