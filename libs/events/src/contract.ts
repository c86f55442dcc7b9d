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
} from './message-types.js';
import { AssetLiquidityLow } from './payloads/asset.js';
import {
  CardPaymentApproved,
  CardPaymentDeclined,
  CardPaymentRequested,
} from './payloads/card-payment.js';
import { CommandRefused } from './payloads/command-refused.js';
import {
  ApproveIncomingPayment,
  CancelIncomingPayment,
  CompleteIncomingPayment,
  CreateIncomingPayment,
  IncomingPaymentPayload,
  WithdrawIncomingPayment,
} from './payloads/incoming-payment.js';
import {
  CancelOutgoingPayment,
  CreateOutgoingPayment,
  FundOutgoingPayment,
  OutgoingPaymentPayload,
  SettleWithdrawal,
  WithdrawOutgoingPayment,
} from './payloads/outgoing-payment.js';
import { TenantPayload } from './payloads/tenant.js';
import { WalletAddressNotFound } from './payloads/wallet-address.js';
import { WebhookEndpointDisabled } from './payloads/webhook-endpoint.js';
import { Topic } from './topics.js';

/** Each message type's payload and the one topic it travels on. A new type does not compile without. */
export const contract = {
  [OutgoingPaymentDepositEvent.Created]: on(Topic.OutgoingPayments, OutgoingPaymentPayload),
  [OutgoingPaymentWithdrawEvent.Completed]: on(Topic.OutgoingPayments, OutgoingPaymentPayload),
  [OutgoingPaymentWithdrawEvent.Failed]: on(Topic.OutgoingPayments, OutgoingPaymentPayload),
  [OutgoingPaymentStatusEvent.Funded]: on(Topic.OutgoingPaymentStatus, OutgoingPaymentPayload),
  [OutgoingPaymentStatusEvent.Cancelled]: on(Topic.OutgoingPaymentStatus, OutgoingPaymentPayload),
  [OutgoingPaymentStatusEvent.Expired]: on(Topic.OutgoingPayments, OutgoingPaymentPayload),
  [IncomingPaymentEvent.Created]: on(Topic.IncomingPayments, IncomingPaymentPayload),
  [IncomingPaymentEvent.Completed]: on(Topic.IncomingPayments, IncomingPaymentPayload),
  [IncomingPaymentEvent.Expired]: on(Topic.IncomingPayments, IncomingPaymentPayload),
  [IncomingPaymentEvent.PartialPaymentReceived]: on(Topic.IncomingPayments, IncomingPaymentPayload),
  [CardPaymentEvent.Requested]: on(Topic.CardRequests, CardPaymentRequested),
  [CardPaymentEvent.Approved]: on(Topic.CardAnswers, CardPaymentApproved),
  [CardPaymentEvent.Declined]: on(Topic.CardAnswers, CardPaymentDeclined),
  [AssetEvent.LiquidityLow]: on(Topic.Assets, AssetLiquidityLow),
  [WalletAddressEvent.NotFound]: on(Topic.WalletAddresses, WalletAddressNotFound),
  [TenantEvent.Changed]: on(Topic.Tenants, TenantPayload),
  [EndpointEvent.Disabled]: on(Topic.WebhookEndpoints, WebhookEndpointDisabled),
  [Command.CreateIncomingPayment]: on(Topic.PaymentCommands, CreateIncomingPayment),
  [Command.ApproveIncomingPayment]: on(Topic.PaymentCommands, ApproveIncomingPayment),
  [Command.CancelIncomingPayment]: on(Topic.PaymentCommands, CancelIncomingPayment),
  [Command.CompleteIncomingPayment]: on(Topic.PaymentCommands, CompleteIncomingPayment),
  [Command.WithdrawIncomingPayment]: on(Topic.PaymentCommands, WithdrawIncomingPayment),
  [Command.CreateOutgoingPayment]: on(Topic.PaymentCommands, CreateOutgoingPayment),
  [Command.FundOutgoingPayment]: on(Topic.PaymentCommands, FundOutgoingPayment),
  [Command.CancelOutgoingPayment]: on(Topic.PaymentCommands, CancelOutgoingPayment),
  [Command.WithdrawOutgoingPayment]: on(Topic.PaymentCommands, WithdrawOutgoingPayment),
  [Command.PostWithdrawal]: on(Topic.PaymentCommands, SettleWithdrawal),
  [Command.VoidWithdrawal]: on(Topic.PaymentCommands, SettleWithdrawal),
  [CommandOutcome.Refused]: on(Topic.CommandRefusals, CommandRefused),
} satisfies Record<MessageType, { topic: Topic; payload: new () => object }>;

export type PayloadOf<T extends MessageType> = InstanceType<(typeof contract)[T]['payload']>;

export function isMessageType(type: string): type is MessageType {
  return Object.hasOwn(contract, type);
}

function on<P extends object>(topic: Topic, payload: new () => P) {
  return { topic, payload };
}
