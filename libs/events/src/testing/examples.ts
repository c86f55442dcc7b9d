import type { PayloadOf } from '../contract.js';
import { InitiatedBy } from '../initiated-by.js';
import {
  AssetEvent,
  CardPaymentEvent,
  Command,
  CommandOutcome,
  EndpointEvent,
  IncomingPaymentEvent,
  OutgoingPaymentDepositEvent,
  OutgoingPaymentStatusEvent,
  OutgoingPaymentWithdrawEvent,
  TenantEvent,
  WalletAddressEvent,
  type MessageType,
} from '../message-types.js';
import { IncomingPaymentState } from '../payloads/incoming-payment.js';
import { OutgoingPaymentState } from '../payloads/outgoing-payment.js';
import { EndpointDisabledReason } from '../payloads/webhook-endpoint.js';
import { CancelReason, RefusalCode } from '../reasons.js';

const id = '01980000-0000-7000-8000-000000000001';
const otherId = '01980000-0000-7000-8000-000000000002';
const time = '2026-01-02T03:04:05.678Z';
const amount = { value: '1000', assetCode: 'USD', assetScale: 2 };
const nothing = { ...amount, value: '0' };

const outgoingPayment = {
  id,
  walletAddressId: otherId,
  state: OutgoingPaymentState.Funding,
  receiver: 'https://pay.example/incoming-payments/1',
  debitAmount: amount,
  receiveAmount: amount,
  sentAmount: nothing,
  balance: '0',
  stateAttempts: 0,
  initiatedBy: InitiatedBy.Card,
  createdAt: time,
};

const incomingPayment = {
  id,
  walletAddressId: otherId,
  state: IncomingPaymentState.Pending,
  completed: false,
  receivedAmount: nothing,
  initiatedBy: InitiatedBy.Card,
  createdAt: time,
  expiresAt: time,
};

/** Of each message type a payload with what it must have and nothing else. */
export const leastPayloads: { [T in MessageType]: PayloadOf<T> } = {
  [OutgoingPaymentDepositEvent.Created]: outgoingPayment,
  [OutgoingPaymentWithdrawEvent.Completed]: outgoingPayment,
  [OutgoingPaymentWithdrawEvent.Failed]: outgoingPayment,
  [OutgoingPaymentStatusEvent.Funded]: outgoingPayment,
  [OutgoingPaymentStatusEvent.Cancelled]: outgoingPayment,
  [OutgoingPaymentStatusEvent.Expired]: outgoingPayment,
  [IncomingPaymentEvent.Created]: incomingPayment,
  [IncomingPaymentEvent.Completed]: incomingPayment,
  [IncomingPaymentEvent.Expired]: incomingPayment,
  [IncomingPaymentEvent.PartialPaymentReceived]: incomingPayment,
  [CardPaymentEvent.Requested]: {
    requestId: id,
    signature: 's',
    payload: 'p',
    amount,
    senderWalletAddress: 'https://pay.example/accounts/alice',
    receiverWalletAddress: 'https://pay.example/accounts/corner-shop',
    incomingPaymentId: otherId,
    timestamp: 1758105181325,
  },
  [CardPaymentEvent.Approved]: { requestId: id, outgoingPaymentId: otherId },
  [CardPaymentEvent.Declined]: { requestId: id, reason: CancelReason.InsufficientFunds },
  [AssetEvent.LiquidityLow]: {
    id,
    asset: { id: otherId, code: 'USD', scale: 2 },
    liquidityThreshold: '100',
    balance: '99',
  },
  [WalletAddressEvent.NotFound]: { walletAddressUrl: 'https://pay.example/accounts/nobody' },
  [TenantEvent.Changed]: { id, isOperator: false, settings: {} },
  [EndpointEvent.Disabled]: {
    id,
    url: 'https://bank.example/hooks',
    reason: EndpointDisabledReason.Failing,
    disabledAt: time,
  },
  [Command.CreateIncomingPayment]: {
    id,
    walletAddress: 'https://pay.example/accounts/corner-shop',
    initiatedBy: InitiatedBy.Card,
  },
  [Command.ApproveIncomingPayment]: { id },
  [Command.CancelIncomingPayment]: { id },
  [Command.CompleteIncomingPayment]: { id },
  [Command.WithdrawIncomingPayment]: { id, withdrawalId: otherId, timeoutSeconds: 60 },
  [Command.CreateOutgoingPayment]: {
    id,
    walletAddress: 'https://pay.example/accounts/alice',
    incomingPaymentId: otherId,
    initiatedBy: InitiatedBy.Card,
  },
  [Command.FundOutgoingPayment]: { id },
  [Command.CancelOutgoingPayment]: { id, reason: CancelReason.CardBlocked },
  [Command.WithdrawOutgoingPayment]: { id, withdrawalId: otherId, timeoutSeconds: 0 },
  [Command.PostWithdrawal]: { withdrawalId: id },
  [Command.VoidWithdrawal]: { withdrawalId: id },
  [CommandOutcome.Refused]: {
    commandId: id,
    commandType: Command.FundOutgoingPayment,
    code: RefusalCode.AlreadyFunded,
  },
};
