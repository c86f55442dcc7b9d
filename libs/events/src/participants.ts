import { contract } from './contract.js';
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
import { Topic } from './topics.js';

/** Who speaks on the bus. Every instance of a service is the same participant, each bank one of its own. */
export enum Participant {
  Backend = 'backend',
  CardService = 'card-service',
  PosService = 'pos-service',
  /** An account servicing entity: a bank or wallet. */
  Ase = 'ase',
  /** Carries facts to HTTP endpoints outside, whoever's they are. */
  WebhookBridge = 'webhook-bridge',
}

const { Backend, CardService, PosService, Ase, WebhookBridge } = Participant;

/** Who may say what. The broker's ACLs and the AsyncAPI document are made of this. */
export const senders: Readonly<Record<MessageType, readonly Participant[]>> = {
  [OutgoingPaymentDepositEvent.Created]: [Backend],
  [OutgoingPaymentWithdrawEvent.Completed]: [Backend],
  [OutgoingPaymentWithdrawEvent.Failed]: [Backend],
  [OutgoingPaymentStatusEvent.Funded]: [Backend],
  [OutgoingPaymentStatusEvent.Cancelled]: [Backend],
  [OutgoingPaymentStatusEvent.Expired]: [Backend],
  [IncomingPaymentEvent.Created]: [Backend],
  [IncomingPaymentEvent.Completed]: [Backend],
  [IncomingPaymentEvent.Expired]: [Backend],
  [IncomingPaymentEvent.PartialPaymentReceived]: [Backend],
  [CardPaymentEvent.Requested]: [PosService],
  [CardPaymentEvent.Approved]: [CardService],
  [CardPaymentEvent.Declined]: [CardService],
  [AssetEvent.LiquidityLow]: [Backend],
  [WalletAddressEvent.NotFound]: [Backend],
  [TenantEvent.Changed]: [Backend],
  [EndpointEvent.Disabled]: [WebhookBridge],
  [Command.CreateIncomingPayment]: [PosService, Ase],
  [Command.ApproveIncomingPayment]: [Ase],
  [Command.CancelIncomingPayment]: [PosService, Ase],
  [Command.CompleteIncomingPayment]: [Ase],
  [Command.WithdrawIncomingPayment]: [Ase],
  [Command.CreateOutgoingPayment]: [CardService, Ase],
  [Command.FundOutgoingPayment]: [Ase],
  [Command.CancelOutgoingPayment]: [Ase],
  [Command.WithdrawOutgoingPayment]: [Ase],
  [Command.PostWithdrawal]: [Ase],
  [Command.VoidWithdrawal]: [Ase],
  [CommandOutcome.Refused]: [Backend],
};

/** Who reads a topic, each in a consumer group of its own. Whoever reads it writes its dead letters. */
export const readers: Readonly<Record<Topic, readonly Participant[]>> = {
  [Topic.CardRequests]: [CardService],
  [Topic.CardAnswers]: [PosService],
  [Topic.PaymentCommands]: [Backend],
  [Topic.OutgoingPayments]: [Ase, WebhookBridge],
  [Topic.OutgoingPaymentStatus]: [CardService, WebhookBridge],
  [Topic.IncomingPayments]: [PosService, Ase, WebhookBridge],
  [Topic.CommandRefusals]: [CardService, PosService, Ase],
  [Topic.Assets]: [Ase, WebhookBridge],
  [Topic.WalletAddresses]: [Ase, WebhookBridge],
  [Topic.Tenants]: [WebhookBridge],
  [Topic.WebhookEndpoints]: [WebhookBridge],
};

export function messageTypesOn(topic: Topic): MessageType[] {
  return (Object.keys(contract) as MessageType[]).filter((type) => contract[type].topic === topic);
}

export function writersOf(topic: Topic): Participant[] {
  const writers = new Set(messageTypesOn(topic).flatMap((type) => senders[type]));
  return Object.values(Participant).filter((participant) => writers.has(participant));
}
