/** Outgoing payments, deposit kind: the sending ASE is asked to put money in. */
export enum OutgoingPaymentDepositEvent {
  Created = 'outgoing_payment.created',
}

/** Outgoing payments, withdraw kind: the sending ASE may take out what is left. */
export enum OutgoingPaymentWithdrawEvent {
  Completed = 'outgoing_payment.completed',
  Failed = 'outgoing_payment.failed',
}

/** Outgoing payments, status kind: nobody moves money, somebody learns a decision. */
export enum OutgoingPaymentStatusEvent {
  /** To the card service alone, and only for payments that a card initiated. */
  Funded = 'outgoing_payment.funded',
  /** To the card service alone, and only for payments that a card initiated. */
  Cancelled = 'outgoing_payment.cancelled',
  /** To the sending ASE: its decision came too late, its hold must go. */
  Expired = 'outgoing_payment.expired',
}

export type OutgoingPaymentEvent =
  OutgoingPaymentDepositEvent | OutgoingPaymentWithdrawEvent | OutgoingPaymentStatusEvent;

export enum IncomingPaymentEvent {
  Created = 'incoming_payment.created',
  Completed = 'incoming_payment.completed',
  Expired = 'incoming_payment.expired',
  PartialPaymentReceived = 'incoming_payment.partial_payment_received',
}

/** Between the POS service and the card service. */
export enum CardPaymentEvent {
  Requested = 'card_payment.requested',
  Approved = 'card_payment.approved',
  Declined = 'card_payment.declined',
}

export enum AssetEvent {
  LiquidityLow = 'asset.liquidity_low',
}

export enum WalletAddressEvent {
  NotFound = 'wallet_address.not_found',
}

/** Tenants, as those services know them that are not the backend. */
export enum TenantEvent {
  /** All that is told of a tenant, as it is now: made, changed, or deleted. */
  Changed = 'tenant.changed',
}

/** Endpoints of webhooks. */
export enum EndpointEvent {
  /** To its tenant: nothing is sent there until it is enabled again. */
  Disabled = 'endpoint.disabled',
}

/** What is asked of the backend. Every command has an outcome: facts, or a refusal. */
export enum Command {
  CreateIncomingPayment = 'incoming_payment.create',
  ApproveIncomingPayment = 'incoming_payment.approve',
  CancelIncomingPayment = 'incoming_payment.cancel',
  CompleteIncomingPayment = 'incoming_payment.complete',
  WithdrawIncomingPayment = 'incoming_payment.withdraw',
  CreateOutgoingPayment = 'outgoing_payment.create',
  FundOutgoingPayment = 'outgoing_payment.fund',
  CancelOutgoingPayment = 'outgoing_payment.cancel',
  WithdrawOutgoingPayment = 'outgoing_payment.withdraw',
  PostWithdrawal = 'withdrawal.post',
  VoidWithdrawal = 'withdrawal.void',
}

export enum CommandOutcome {
  Refused = 'command.refused',
}

export type MessageType =
  | OutgoingPaymentEvent
  | IncomingPaymentEvent
  | CardPaymentEvent
  | AssetEvent
  | WalletAddressEvent
  | TenantEvent
  | EndpointEvent
  | Command
  | CommandOutcome;
