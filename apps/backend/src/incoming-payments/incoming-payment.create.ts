import { InitiatedBy, RefusalCode, type CreateIncomingPayment } from '@tapmesh/events';
import type { FeeTerms } from '../fees/fee.js';
import { isInAsset } from '../money.js';
import type { WalletAddress } from '../wallet-addresses/wallet-address.js';
import type {
  IncomingPaymentOrigin,
  IncomingPaymentTerms,
  PendingIncomingPayment,
} from './incoming-payment.js';

export interface IncomingPaymentRequest {
  command: CreateIncomingPayment;
  /** The command's key: a card payment's request id. */
  key: string;
  deadline?: Date;
  walletAddress?: WalletAddress;
  /** What its tenant charges for receiving now. */
  receivingFee?: FeeTerms;
  /** What only the Admin API's door knows of its caller. */
  overAdminApi?: OverAdminApi;
  now: Date;
}

export interface OverAdminApi {
  /** Who had it made, where that is not the receiver's own tenant. */
  askedBy?: string;
  /** Callers there know no deadline: how long a card's payment has that comes without one. */
  cardPaymentTimeoutMs: number;
}

export interface IncomingPaymentTimes {
  /** How long a payment may wait that says no time of its own. */
  incomingPaymentExpiryMs: number;
  /** How long after its deadline a card's payment expires: late enough for the backend to close it. */
  cardPaymentMarginMs: number;
}

export type IncomingPaymentCreation =
  { payment: PendingIncomingPayment } | { refusal: RefusalCode; message?: string };

/** A new incoming payment, or why there will be none. */
export function createIncomingPayment(
  request: IncomingPaymentRequest,
  times: IncomingPaymentTimes,
): IncomingPaymentCreation {
  const { command, deadline, walletAddress, now } = request;
  if (deadline !== undefined && now > deadline) return { refusal: RefusalCode.DeadlinePassed };
  if (walletAddress === undefined) return { refusal: RefusalCode.UnknownWalletAddress };
  if (!walletAddress.active) return { refusal: RefusalCode.InactiveWalletAddress };

  const asset = {
    id: walletAddress.assetId,
    code: walletAddress.assetCode,
    scale: walletAddress.assetScale,
  };
  const amount = command.incomingAmount;
  if (amount !== undefined && !isInAsset(amount, asset)) {
    return { refusal: RefusalCode.AssetMismatch };
  }
  const origin = originOf(request);
  if (origin === undefined) {
    return { refusal: RefusalCode.InvalidMessage, message: 'a card payment needs a deadline' };
  }
  if (origin.initiatedBy === InitiatedBy.Card && amount === undefined) {
    return { refusal: RefusalCode.InvalidAmount, message: 'a card payment needs its amount' };
  }
  const expiresAt = expiryOf(request, origin, times);
  if (expiresAt <= now) {
    return { refusal: RefusalCode.InvalidMessage, message: 'expiresAt must be in the future' };
  }
  return {
    payment: {
      status: 'PENDING',
      id: command.id,
      tenantId: walletAddress.tenantId,
      walletAddressId: walletAddress.id,
      asset,
      incomingAmount: amount === undefined ? undefined : BigInt(amount.value),
      receivingFee: chargedFee(request.receivingFee),
      origin,
      createdAt: now,
      expiresAt,
      senderWalletAddress: command.senderWalletAddress,
      askedBy: request.overAdminApi?.askedBy,
      metadata: command.metadata,
      version: 1,
    },
  };
}

/** A fee of nothing is none: whatever has no fee is booked with no account for it. */
function chargedFee(fee: FeeTerms | undefined): FeeTerms | undefined {
  if (fee === undefined || (fee.fixed === 0n && fee.basisPoints === 0)) return undefined;
  return { fixed: fee.fixed, basisPoints: fee.basisPoints };
}

/** Whether a command that repeats an id asks for the same, whatever has become of it since. */
export function asksForTheSame(
  stored: IncomingPaymentTerms,
  {
    command,
    key,
    walletAddress,
    overAdminApi,
  }: Pick<IncomingPaymentRequest, 'command' | 'key' | 'walletAddress' | 'overAdminApi'>,
): boolean {
  const { incomingAmount: amount, initiatedBy } = command;
  const sameSum =
    amount === undefined
      ? stored.incomingAmount === undefined
      : isInAsset(amount, stored.asset) && BigInt(amount.value) === stored.incomingAmount;
  return (
    sameSum &&
    stored.walletAddressId === walletAddress?.id &&
    stored.origin.initiatedBy === initiatedBy &&
    // Over the Admin API nobody knows a request id.
    requestIdOf(stored.origin) ===
      (initiatedBy === InitiatedBy.Card && overAdminApi === undefined ? key : undefined)
  );
}

function requestIdOf(origin: IncomingPaymentOrigin): string | undefined {
  return origin.initiatedBy === InitiatedBy.Card ? origin.requestId : undefined;
}

function originOf({
  command,
  key,
  deadline,
  overAdminApi,
  now,
}: IncomingPaymentRequest): IncomingPaymentOrigin | undefined {
  if (command.initiatedBy !== InitiatedBy.Card) return { initiatedBy: command.initiatedBy };
  if (deadline !== undefined) return { initiatedBy: InitiatedBy.Card, requestId: key, deadline };
  if (overAdminApi === undefined) return undefined;
  const given = new Date(now.getTime() + overAdminApi.cardPaymentTimeoutMs);
  return { initiatedBy: InitiatedBy.Card, deadline: earlier(given, command.expiresAt) };
}

function earlier(time: Date, limit: string | undefined): Date {
  if (limit === undefined) return time;
  const end = new Date(limit);
  return end < time ? end : time;
}

function expiryOf(
  { command, now }: IncomingPaymentRequest,
  origin: IncomingPaymentOrigin,
  times: IncomingPaymentTimes,
): Date {
  // Its maker over the Admin API says how long it waits, as for any other.
  const said = origin.initiatedBy === InitiatedBy.Card && origin.requestId === undefined;
  if (origin.initiatedBy === InitiatedBy.Card && !(said && command.expiresAt !== undefined)) {
    return new Date(origin.deadline.getTime() + times.cardPaymentMarginMs);
  }
  if (command.expiresAt !== undefined) return new Date(command.expiresAt);
  return new Date(now.getTime() + times.incomingPaymentExpiryMs);
}
