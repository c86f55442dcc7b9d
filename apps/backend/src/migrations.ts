import { messagingMigrations } from '@tapmesh/messaging';
import { CreateAssets1764000002000 } from './assets/assets.migration.js';
import { CreateIncomingPayments1764000005000 } from './incoming-payments/incoming-payments.migration.js';
import { CreateLedger1764000004000 } from './ledger/ledger.migration.js';
import { CreateOutgoingPayments1764000005200 } from './outgoing-payments/outgoing-payments.migration.js';
import { CreateQuotes1764000005100 } from './quotes/quotes.migration.js';
import { CreateTenants1764000001000 } from './tenants/tenants.migration.js';
import { CreateWalletAddresses1764000003000 } from './wallet-addresses/wallet-addresses.migration.js';

/** The backend's whole schema, in the order in which it comes to be. */
export const migrations = [
  ...messagingMigrations,
  CreateTenants1764000001000,
  CreateAssets1764000002000,
  CreateWalletAddresses1764000003000,
  CreateLedger1764000004000,
  CreateIncomingPayments1764000005000,
  CreateQuotes1764000005100,
  CreateOutgoingPayments1764000005200,
];
