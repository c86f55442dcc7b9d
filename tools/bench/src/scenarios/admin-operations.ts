/** The documents of Rafiki's load scripts and of its mock bank. */
export type Made<Name extends string> = Record<Name, { id: string }>;

export const walletAddressByUrl = `query WalletAddress($url: String!) {
  walletAddressByUrl(url: $url) { id } }`;

export const createReceiver = `mutation CreateReceiver($input: CreateReceiverInput!) {
  createReceiver(input: $input) { receiver { id } } }`;

export const createQuote = `mutation CreateQuote($input: CreateQuoteInput!) {
  createQuote(input: $input) { quote { id } } }`;

export const createOutgoingPayment = `
  mutation CreateOutgoingPayment($input: CreateOutgoingPaymentInput!) {
    createOutgoingPayment(input: $input) { payment { id } } }`;

export const deposit = `
  mutation DepositOutgoingPaymentLiquidity($input: DepositOutgoingPaymentLiquidityInput!) {
    depositOutgoingPaymentLiquidity(input: $input) { success } }`;
