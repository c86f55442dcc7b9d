import {
  mayBeOverdrawn,
  type IncomingPaymentEntity,
  type OutgoingPaymentEntity,
  type Quote,
  type StoredAccount,
  type StoredTransfer,
  type WalletAddress,
} from '@tapmesh/backend/simulation';
import { MessagingTables } from '../database/memory-outbox.js';
import { MemoryTable } from '../database/memory-table.js';
import { constraintViolated } from '../database/sql-error.js';

/** The backend's tables with their unique indexes, and the checks that rules may run into. */
export class BackendTables {
  readonly messaging = new MessagingTables();

  readonly walletAddresses = new MemoryTable<WalletAddress>({
    name: 'wallet_addresses',
    key: ({ url }) => url,
  });

  readonly incomingPayments = new MemoryTable<IncomingPaymentEntity>({
    name: 'incoming_payments',
    key: ({ id }) => id,
  });

  readonly outgoingPayments = new MemoryTable<OutgoingPaymentEntity>({
    name: 'outgoing_payments',
    key: ({ id }) => id,
    unique: {
      request: (row) =>
        row.cardRequestId === null ? undefined : `${row.tenantId}/${row.cardRequestId}`,
      card_receiver: (row) =>
        row.initiatedBy === 'CARD' && row.state !== 'CANCELLED' ? row.incomingPaymentId : undefined,
    },
    check: (row) => {
      const unfunded =
        row.initiatedBy === 'CARD' && row.state === 'FAILED' && row.fundedAt === null;
      if (unfunded) throw constraintViolated('outgoing_payments_check');
    },
  });

  readonly quotes = new MemoryTable<Quote>({ name: 'quotes', key: ({ id }) => id });

  readonly accounts = new MemoryTable<StoredAccount>({
    name: 'ledger_accounts',
    key: ({ id }) => id,
    check: (row) => {
      if (row.reserved < 0n) throw constraintViolated('ledger_accounts_reserved_check');
      if (!mayBeOverdrawn(row) && row.posted < row.reserved) {
        throw constraintViolated('ledger_accounts_not_overdrawn');
      }
    },
  });

  readonly transfers = new MemoryTable<StoredTransfer>({
    name: 'ledger_transfers',
    key: ({ id }) => id,
  });
}
