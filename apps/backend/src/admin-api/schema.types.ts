/*
 * -------------------------------------------------------
 * THIS FILE WAS AUTOMATICALLY GENERATED (DO NOT MODIFY)
 * -------------------------------------------------------
 */

/* tslint:disable */
/* eslint-disable */
export type SortOrder = 'ASC' | 'DESC';
export type TenantSettingKey =
  | 'EXCHANGE_RATES_URL'
  | 'WEBHOOK_URL'
  | 'WEBHOOK_TIMEOUT'
  | 'WEBHOOK_MAX_RETRY'
  | 'WALLET_ADDRESS_URL'
  | 'ILP_ADDRESS';
export type FeeType = 'SENDING' | 'RECEIVING';
export type LiquidityError =
  | 'AlreadyPosted'
  | 'AlreadyVoided'
  | 'AmountZero'
  | 'InsufficientBalance'
  | 'InvalidId'
  | 'TransferExists'
  | 'UnknownAsset'
  | 'UnknownIncomingPayment'
  | 'UnknownOutgoingPayment'
  | 'UnknownPayment'
  | 'UnknownWalletAddress'
  | 'UnknownPeer'
  | 'UnknownTransfer';
export type WalletAddressStatus = 'INACTIVE' | 'ACTIVE';
export type Alg = 'EdDSA';
export type Kty = 'OKP';
export type Crv = 'Ed25519';
export type IncomingPaymentState = 'PENDING' | 'PROCESSING' | 'COMPLETED' | 'EXPIRED';
export type OutgoingPaymentState = 'FUNDING' | 'SENDING' | 'COMPLETED' | 'FAILED' | 'CANCELLED';
export type CardPaymentFailureReason = 'invalid_signature' | 'invalid_request';
export type PaymentType = 'INCOMING' | 'OUTGOING';
export type TransferState = 'PENDING' | 'POSTED' | 'VOIDED';
export type TransferType = 'DEPOSIT' | 'WITHDRAWAL' | 'TRANSFER';

export interface FilterString {
  in?: Nullable<string[]>;
  notIn?: Nullable<string[]>;
}

export interface AmountInput {
  value: UInt64;
  assetCode: string;
  assetScale: UInt8;
}

export interface CreateTenantSettingsInput {
  settings: TenantSettingInput[];
}

export interface TenantSettingInput {
  key: TenantSettingKey;
  value: string;
}

export interface CreateTenantInput {
  id?: Nullable<string>;
  email?: Nullable<string>;
  apiSecret: string;
  idpConsentUrl?: Nullable<string>;
  idpSecret?: Nullable<string>;
  publicName?: Nullable<string>;
  settings?: Nullable<TenantSettingInput[]>;
}

export interface UpdateTenantInput {
  id: string;
  email?: Nullable<string>;
  apiSecret?: Nullable<string>;
  idpConsentUrl?: Nullable<string>;
  idpSecret?: Nullable<string>;
  publicName?: Nullable<string>;
}

export interface SetFeeInput {
  assetId: string;
  type: FeeType;
  fee: FeeDetails;
  idempotencyKey?: Nullable<string>;
}

export interface FeeDetails {
  fixed: UInt64;
  basisPoints: number;
}

export interface CreateAssetInput {
  code: string;
  scale: UInt8;
  withdrawalThreshold?: Nullable<UInt64>;
  liquidityThreshold?: Nullable<UInt64>;
  idempotencyKey?: Nullable<string>;
  tenantId?: Nullable<string>;
}

export interface UpdateAssetInput {
  id: string;
  withdrawalThreshold?: Nullable<UInt64>;
  liquidityThreshold?: Nullable<UInt64>;
  idempotencyKey?: Nullable<string>;
}

export interface DeleteAssetInput {
  id: string;
  idempotencyKey?: Nullable<string>;
}

export interface DepositAssetLiquidityInput {
  assetId: string;
  amount: UInt64;
  id: string;
  idempotencyKey: string;
}

export interface CreateAssetLiquidityWithdrawalInput {
  assetId: string;
  amount: UInt64;
  id: string;
  idempotencyKey: string;
  timeoutSeconds: UInt64;
}

export interface PostLiquidityWithdrawalInput {
  withdrawalId: string;
  idempotencyKey: string;
}

export interface VoidLiquidityWithdrawalInput {
  withdrawalId: string;
  idempotencyKey: string;
}

export interface CreatePeerInput {
  maxPacketAmount?: Nullable<UInt64>;
  http: HttpInput;
  assetId: string;
  staticIlpAddress: string;
  name?: Nullable<string>;
  liquidityThreshold?: Nullable<UInt64>;
  initialLiquidity?: Nullable<UInt64>;
  idempotencyKey?: Nullable<string>;
  routes?: Nullable<string[]>;
}

export interface CreateOrUpdatePeerByUrlInput {
  maxPacketAmount?: Nullable<UInt64>;
  assetId: string;
  peerUrl: string;
  name?: Nullable<string>;
  liquidityThreshold?: Nullable<UInt64>;
  liquidityToDeposit?: Nullable<UInt64>;
  idempotencyKey?: Nullable<string>;
}

export interface UpdatePeerInput {
  id: string;
  maxPacketAmount?: Nullable<UInt64>;
  http?: Nullable<HttpInput>;
  staticIlpAddress?: Nullable<string>;
  name?: Nullable<string>;
  liquidityThreshold?: Nullable<UInt64>;
  idempotencyKey?: Nullable<string>;
  routes?: Nullable<string[]>;
}

export interface HttpInput {
  incoming?: Nullable<HttpIncomingInput>;
  outgoing: HttpOutgoingInput;
}

export interface HttpIncomingInput {
  authTokens: string[];
}

export interface HttpOutgoingInput {
  authToken: string;
  endpoint: string;
}

export interface DepositPeerLiquidityInput {
  peerId: string;
  amount: UInt64;
  id: string;
  idempotencyKey: string;
}

export interface CreatePeerLiquidityWithdrawalInput {
  peerId: string;
  amount: UInt64;
  id: string;
  idempotencyKey: string;
  timeoutSeconds: UInt64;
}

export interface DeletePeerInput {
  id: string;
  idempotencyKey?: Nullable<string>;
}

export interface CreateWalletAddressWithdrawalInput {
  walletAddressId: string;
  id: string;
  idempotencyKey: string;
  timeoutSeconds: UInt64;
}

export interface JwkInput {
  kid: string;
  x: string;
  alg: Alg;
  kty: Kty;
  crv: Crv;
}

export interface CreateWalletAddressKeyInput {
  walletAddressId: string;
  jwk: JwkInput;
  idempotencyKey?: Nullable<string>;
}

export interface RevokeWalletAddressKeyInput {
  id: string;
  idempotencyKey?: Nullable<string>;
}

export interface CreateWalletAddressInput {
  tenantId?: Nullable<string>;
  assetId: string;
  address: string;
  publicName?: Nullable<string>;
  idempotencyKey?: Nullable<string>;
  additionalProperties?: Nullable<AdditionalPropertyInput[]>;
}

export interface AdditionalPropertyInput {
  key: string;
  value: string;
  visibleInOpenPayments: boolean;
}

export interface UpdateWalletAddressInput {
  id: string;
  publicName?: Nullable<string>;
  status?: Nullable<WalletAddressStatus>;
  idempotencyKey?: Nullable<string>;
  additionalProperties?: Nullable<AdditionalPropertyInput[]>;
}

export interface TriggerWalletAddressEventsInput {
  limit: number;
  idempotencyKey?: Nullable<string>;
}

export interface CreateReceiverInput {
  walletAddressUrl: string;
  expiresAt?: Nullable<string>;
  incomingAmount?: Nullable<AmountInput>;
  metadata?: Nullable<JSONObject>;
  idempotencyKey?: Nullable<string>;
}

export interface CompleteReceiverInput {
  incomingPaymentUrl: string;
}

export interface CreateQuoteInput {
  walletAddressId: string;
  debitAmount?: Nullable<AmountInput>;
  receiveAmount?: Nullable<AmountInput>;
  receiver: string;
  idempotencyKey?: Nullable<string>;
}

export interface ApproveIncomingPaymentInput {
  id: string;
}

export interface CancelIncomingPaymentInput {
  id: string;
  cancellationReason?: Nullable<string>;
}

export interface CreateIncomingPaymentWithdrawalInput {
  incomingPaymentId: string;
  idempotencyKey: string;
  timeoutSeconds: UInt64;
}

export interface IncomingPaymentFilter {
  initiatedBy?: Nullable<FilterString>;
}

export interface CreateOutgoingPaymentFromIncomingPaymentInput {
  walletAddressId: string;
  incomingPayment: string;
  debitAmount?: Nullable<AmountInput>;
  metadata?: Nullable<JSONObject>;
  idempotencyKey?: Nullable<string>;
  cardDetails?: Nullable<CardDetailsInput>;
}

export interface CreateIncomingPaymentInput {
  walletAddressId: string;
  expiresAt?: Nullable<string>;
  metadata?: Nullable<JSONObject>;
  incomingAmount?: Nullable<AmountInput>;
  idempotencyKey?: Nullable<string>;
  isCardPayment?: Nullable<boolean>;
  senderWalletAddress?: Nullable<string>;
}

export interface UpdateIncomingPaymentInput {
  id: string;
  metadata: JSONObject;
}

export interface ConfirmPartialIncomingPaymentInput {
  incomingPaymentId: string;
  partialIncomingPaymentId: string;
}

export interface RejectPartialIncomingPaymentInput {
  incomingPaymentId: string;
  partialIncomingPaymentId: string;
  reason?: Nullable<string>;
}

export interface DepositOutgoingPaymentLiquidityInput {
  outgoingPaymentId: string;
  idempotencyKey: string;
  dataToTransmit?: Nullable<string>;
}

export interface CreateOutgoingPaymentWithdrawalInput {
  outgoingPaymentId: string;
  idempotencyKey: string;
  timeoutSeconds: UInt64;
}

export interface OutgoingPaymentFilter {
  receiver?: Nullable<FilterString>;
  walletAddressId?: Nullable<FilterString>;
  state?: Nullable<FilterString>;
}

export interface CreateOutgoingPaymentInput {
  walletAddressId: string;
  quoteId: string;
  metadata?: Nullable<JSONObject>;
  idempotencyKey?: Nullable<string>;
}

export interface CardDetailsInput {
  data: JSONObject;
  requestId: string;
  initiatedAt: string;
}

export interface CancelOutgoingPaymentInput {
  id: string;
  reason?: Nullable<string>;
  cardPaymentFailureReason?: Nullable<CardPaymentFailureReason>;
}

export interface DepositEventLiquidityInput {
  eventId: string;
  idempotencyKey: string;
}

export interface WithdrawEventLiquidityInput {
  eventId: string;
  idempotencyKey: string;
}

export interface PaymentFilter {
  type?: Nullable<FilterString>;
  walletAddressId?: Nullable<FilterString>;
}

export interface WebhookEventFilter {
  type?: Nullable<FilterString>;
}

export interface Model {
  id: string;
  createdAt: string;
}

export interface BasePayment {
  id: string;
  walletAddressId: string;
  metadata?: Nullable<JSONObject>;
  createdAt: string;
  client?: Nullable<string>;
}

export interface IQuery {
  asset?: Nullable<Asset>;
  assetByCodeAndScale?: Nullable<Asset>;
  assets: AssetsConnection;
  peer?: Nullable<Peer>;
  peerByAddressAndAsset?: Nullable<Peer>;
  peers: PeersConnection;
  walletAddress?: Nullable<WalletAddress>;
  walletAddressByUrl?: Nullable<WalletAddress>;
  walletAddresses: WalletAddressesConnection;
  quote?: Nullable<Quote>;
  outgoingPayment?: Nullable<OutgoingPayment>;
  outgoingPayments: OutgoingPaymentConnection;
  incomingPayment?: Nullable<IncomingPayment>;
  incomingPayments: IncomingPaymentConnection;
  webhookEvents: WebhookEventsConnection;
  payments: PaymentConnection;
  accountingTransfers: AccountingTransferConnection;
  receiver?: Nullable<Receiver>;
  tenant: Tenant;
  tenants: TenantsConnection;
  whoami: WhoamiResponse;
}

export interface IMutation {
  createAsset: AssetMutationResponse;
  updateAsset: AssetMutationResponse;
  deleteAsset: DeleteAssetMutationResponse;
  depositAssetLiquidity?: Nullable<LiquidityMutationResponse>;
  createAssetLiquidityWithdrawal?: Nullable<LiquidityMutationResponse>;
  createPeer: CreatePeerMutationResponse;
  createOrUpdatePeerByUrl: CreateOrUpdatePeerByUrlMutationResponse;
  updatePeer: UpdatePeerMutationResponse;
  deletePeer: DeletePeerMutationResponse;
  depositPeerLiquidity?: Nullable<LiquidityMutationResponse>;
  createPeerLiquidityWithdrawal?: Nullable<LiquidityMutationResponse>;
  postLiquidityWithdrawal?: Nullable<LiquidityMutationResponse>;
  voidLiquidityWithdrawal?: Nullable<LiquidityMutationResponse>;
  createWalletAddress: CreateWalletAddressMutationResponse;
  updateWalletAddress: UpdateWalletAddressMutationResponse;
  createWalletAddressKey?: Nullable<CreateWalletAddressKeyMutationResponse>;
  createTenantSettings?: Nullable<CreateTenantSettingsMutationResponse>;
  revokeWalletAddressKey?: Nullable<RevokeWalletAddressKeyMutationResponse>;
  createIncomingPayment: IncomingPaymentResponse;
  createReceiver: CreateReceiverResponse;
  completeReceiver: CompleteReceiverResponse;
  updateIncomingPayment: IncomingPaymentResponse;
  createQuote: QuoteResponse;
  createOutgoingPayment: OutgoingPaymentResponse;
  cancelOutgoingPayment: OutgoingPaymentResponse;
  createOutgoingPaymentFromIncomingPayment: OutgoingPaymentResponse;
  depositEventLiquidity?: Nullable<LiquidityMutationResponse>;
  withdrawEventLiquidity?: Nullable<LiquidityMutationResponse>;
  createIncomingPaymentWithdrawal?: Nullable<LiquidityMutationResponse>;
  createOutgoingPaymentWithdrawal?: Nullable<LiquidityMutationResponse>;
  depositOutgoingPaymentLiquidity?: Nullable<LiquidityMutationResponse>;
  createWalletAddressWithdrawal?: Nullable<WalletAddressWithdrawalMutationResponse>;
  triggerWalletAddressEvents: TriggerWalletAddressEventsMutationResponse;
  setFee: SetFeeResponse;
  approveIncomingPayment: ApproveIncomingPaymentResponse;
  cancelIncomingPayment: CancelIncomingPaymentResponse;
  createTenant: TenantMutationResponse;
  updateTenant: TenantMutationResponse;
  deleteTenant: DeleteTenantMutationResponse;
  confirmPartialIncomingPayment: ConfirmPartialIncomingPaymentResponse;
  rejectPartialIncomingPayment: RejectPartialIncomingPaymentResponse;
}

export interface PageInfo {
  endCursor?: Nullable<string>;
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor?: Nullable<string>;
}

export interface Amount {
  value: UInt64;
  assetCode: string;
  assetScale: UInt8;
}

export interface WhoamiResponse {
  id: string;
  isOperator: boolean;
}

export interface CreateTenantSettingsMutationResponse {
  settings: TenantSetting[];
}

export interface Tenant extends Model {
  id: string;
  email?: Nullable<string>;
  apiSecret: string;
  idpConsentUrl?: Nullable<string>;
  idpSecret?: Nullable<string>;
  publicName?: Nullable<string>;
  createdAt: string;
  deletedAt?: Nullable<string>;
  settings: TenantSetting[];
}

export interface TenantsConnection {
  pageInfo: PageInfo;
  edges: TenantEdge[];
}

export interface TenantEdge {
  node: Tenant;
  cursor: string;
}

export interface TenantSetting {
  key: TenantSettingKey;
  value: string;
}

export interface TenantMutationResponse {
  tenant: Tenant;
}

export interface DeleteTenantMutationResponse {
  success: boolean;
}

export interface Fee extends Model {
  id: string;
  assetId: string;
  type: FeeType;
  fixed: UInt64;
  basisPoints: number;
  createdAt: string;
}

export interface FeesConnection {
  pageInfo: PageInfo;
  edges: FeeEdge[];
}

export interface FeeEdge {
  node: Fee;
  cursor: string;
}

export interface SetFeeResponse {
  fee?: Nullable<Fee>;
}

export interface AssetsConnection {
  pageInfo: PageInfo;
  edges: AssetEdge[];
}

export interface AssetEdge {
  node: Asset;
  cursor: string;
}

export interface Asset extends Model {
  id: string;
  code: string;
  scale: UInt8;
  liquidity?: Nullable<UInt64>;
  withdrawalThreshold?: Nullable<UInt64>;
  liquidityThreshold?: Nullable<UInt64>;
  receivingFee?: Nullable<Fee>;
  sendingFee?: Nullable<Fee>;
  fees?: Nullable<FeesConnection>;
  createdAt: string;
  tenant?: Nullable<Tenant>;
}

export interface AssetMutationResponse {
  asset?: Nullable<Asset>;
}

export interface DeleteAssetMutationResponse {
  asset?: Nullable<Asset>;
}

export interface LiquidityMutationResponse {
  success: boolean;
}

export interface PeersConnection {
  pageInfo: PageInfo;
  edges: PeerEdge[];
}

export interface PeerEdge {
  node: Peer;
  cursor: string;
}

export interface Peer extends Model {
  id: string;
  maxPacketAmount?: Nullable<UInt64>;
  http: Http;
  asset: Asset;
  staticIlpAddress: string;
  name?: Nullable<string>;
  liquidityThreshold?: Nullable<UInt64>;
  liquidity?: Nullable<UInt64>;
  createdAt: string;
  routes: string[];
  tenant?: Nullable<Tenant>;
}

export interface Http {
  outgoing: HttpOutgoing;
}

export interface HttpOutgoing {
  authToken: string;
  endpoint: string;
}

export interface CreatePeerMutationResponse {
  peer?: Nullable<Peer>;
}

export interface CreateOrUpdatePeerByUrlMutationResponse {
  peer?: Nullable<Peer>;
}

export interface UpdatePeerMutationResponse {
  peer?: Nullable<Peer>;
}

export interface DeletePeerMutationResponse {
  success: boolean;
}

export interface WalletAddressesConnection {
  pageInfo: PageInfo;
  edges: WalletAddressEdge[];
}

export interface WalletAddressEdge {
  node: WalletAddress;
  cursor: string;
}

export interface WalletAddress extends Model {
  id: string;
  asset: Asset;
  liquidity?: Nullable<UInt64>;
  address: string;
  publicName?: Nullable<string>;
  incomingPayments?: Nullable<IncomingPaymentConnection>;
  quotes?: Nullable<QuoteConnection>;
  outgoingPayments?: Nullable<OutgoingPaymentConnection>;
  createdAt: string;
  status: WalletAddressStatus;
  walletAddressKeys?: Nullable<WalletAddressKeyConnection>;
  additionalProperties?: Nullable<Nullable<AdditionalProperty>[]>;
  tenant?: Nullable<Tenant>;
}

export interface AdditionalProperty {
  key: string;
  value: string;
  visibleInOpenPayments: boolean;
}

export interface WalletAddressKeyConnection {
  pageInfo: PageInfo;
  edges: WalletAddressKeyEdge[];
}

export interface WalletAddressKeyEdge {
  node: WalletAddressKey;
  cursor: string;
}

export interface Jwk {
  kid: string;
  x: string;
  alg: Alg;
  kty: Kty;
  crv: Crv;
}

export interface WalletAddressKey extends Model {
  id: string;
  walletAddressId: string;
  jwk: Jwk;
  revoked: boolean;
  createdAt: string;
}

export interface WalletAddressWithdrawal {
  id: string;
  amount: UInt64;
  walletAddress: WalletAddress;
}

export interface CreateWalletAddressMutationResponse {
  walletAddress?: Nullable<WalletAddress>;
}

export interface UpdateWalletAddressMutationResponse {
  walletAddress?: Nullable<WalletAddress>;
}

export interface TriggerWalletAddressEventsMutationResponse {
  count?: Nullable<number>;
}

export interface WalletAddressWithdrawalMutationResponse {
  withdrawal?: Nullable<WalletAddressWithdrawal>;
}

export interface CreateWalletAddressKeyMutationResponse {
  walletAddressKey?: Nullable<WalletAddressKey>;
}

export interface RevokeWalletAddressKeyMutationResponse {
  walletAddressKey?: Nullable<WalletAddressKey>;
}

export interface Receiver {
  id: string;
  walletAddressUrl: string;
  completed: boolean;
  incomingAmount?: Nullable<Amount>;
  receivedAmount: Amount;
  expiresAt?: Nullable<string>;
  metadata?: Nullable<JSONObject>;
  createdAt: string;
}

export interface CreateReceiverResponse {
  receiver?: Nullable<Receiver>;
}

export interface CompleteReceiverResponse {
  receiver?: Nullable<Receiver>;
}

export interface QuoteConnection {
  pageInfo: PageInfo;
  edges: QuoteEdge[];
}

export interface QuoteEdge {
  node: Quote;
  cursor: string;
}

export interface Quote {
  id: string;
  tenantId: string;
  walletAddressId: string;
  receiver: string;
  debitAmount: Amount;
  receiveAmount: Amount;
  createdAt: string;
  expiresAt: string;
  estimatedExchangeRate?: Nullable<number>;
}

export interface QuoteResponse {
  quote?: Nullable<Quote>;
}

export interface IncomingPaymentConnection {
  pageInfo: PageInfo;
  edges: IncomingPaymentEdge[];
}

export interface IncomingPaymentEdge {
  node: IncomingPayment;
  cursor: string;
}

export interface IncomingPayment extends BasePayment, Model {
  id: string;
  url: string;
  walletAddressId: string;
  client?: Nullable<string>;
  liquidity?: Nullable<UInt64>;
  state: IncomingPaymentState;
  expiresAt: string;
  incomingAmount?: Nullable<Amount>;
  receivedAmount: Amount;
  metadata?: Nullable<JSONObject>;
  createdAt: string;
  senderWalletAddress?: Nullable<string>;
  tenant?: Nullable<Tenant>;
  cancellationReason?: Nullable<string>;
  cancelledAt?: Nullable<string>;
}

export interface IncomingPaymentResponse {
  payment?: Nullable<IncomingPayment>;
}

export interface ApproveIncomingPaymentResponse {
  payment?: Nullable<IncomingPayment>;
}

export interface CancelIncomingPaymentResponse {
  payment?: Nullable<IncomingPayment>;
}

export interface ConfirmPartialIncomingPaymentResponse {
  success: boolean;
}

export interface RejectPartialIncomingPaymentResponse {
  success: boolean;
}

export interface OutgoingPaymentConnection {
  pageInfo: PageInfo;
  edges: OutgoingPaymentEdge[];
}

export interface OutgoingPaymentEdge {
  node: OutgoingPayment;
  cursor: string;
}

export interface OutgoingPayment extends BasePayment, Model {
  id: string;
  walletAddressId: string;
  client?: Nullable<string>;
  liquidity?: Nullable<UInt64>;
  state: OutgoingPaymentState;
  error?: Nullable<string>;
  stateAttempts: number;
  debitAmount: Amount;
  receiveAmount: Amount;
  receiver: string;
  metadata?: Nullable<JSONObject>;
  quote?: Nullable<Quote>;
  sentAmount: Amount;
  createdAt: string;
  grantId?: Nullable<string>;
  tenant?: Nullable<Tenant>;
}

export interface OutgoingPaymentResponse {
  payment?: Nullable<OutgoingPayment>;
}

export interface PaymentConnection {
  pageInfo: PageInfo;
  edges: PaymentEdge[];
}

export interface PaymentEdge {
  node: Payment;
  cursor: string;
}

export interface Payment extends BasePayment, Model {
  id: string;
  type: PaymentType;
  walletAddressId: string;
  client?: Nullable<string>;
  state: string;
  liquidity?: Nullable<UInt64>;
  metadata?: Nullable<JSONObject>;
  createdAt: string;
  tenant?: Nullable<Tenant>;
}

export interface AccountingTransferConnection {
  debits: AccountingTransfer[];
  credits: AccountingTransfer[];
}

export interface AccountingTransfer extends Model {
  id: string;
  debitAccountId: string;
  creditAccountId: string;
  amount: UInt64;
  transferType: TransferType;
  ledger: UInt8;
  createdAt: string;
  state: TransferState;
  expiresAt?: Nullable<string>;
}

export interface WebhookEvent extends Model {
  id: string;
  tenant?: Nullable<Tenant>;
  type: string;
  data: JSONObject;
  createdAt: string;
}

export interface WebhookEventsConnection {
  pageInfo: PageInfo;
  edges: WebhookEventsEdge[];
}

export interface WebhookEventsEdge {
  node: WebhookEvent;
  cursor: string;
}

export type UInt8 = number;
export type UInt64 = bigint;
export type JSONObject = Record<string, unknown>;
type Nullable<T> = T | null;
