import { messagingMigrations } from '@tapmesh/messaging';
import { CreateIdempotencyKeys1764000007500 } from './admin-api/idempotency/idempotency-keys.migration.js';
import { CreateUsedSignatures1764000007400 } from './admin-api/signature/used-signatures.migration.js';
import { CreateTenantAssets1764000003100 } from './assets/tenant-assets.migration.js';
import { CreateAssets1764000002000 } from './assets/assets.migration.js';
import { CreateFees1764000008100 } from './fees/fees.migration.js';
import { ChargeIncomingPayments1764000007000 } from './incoming-payments/incoming-payments.fees.migration.js';
import { CreateIncomingPayments1764000005000 } from './incoming-payments/incoming-payments.migration.js';
import { DescribeIncomingPayments1764000007800 } from './incoming-payments/incoming-payments.admin.migration.js';
import { PageIncomingPayments1764000006100 } from './incoming-payments/incoming-payments.pages.migration.js';
import { WidenTransferKinds1764000007300 } from './ledger/ledger.kinds.migration.js';
import { CreateLedger1764000004000 } from './ledger/ledger.migration.js';
import { PageLedgerTransfers1764000006400 } from './ledger/ledger.pages.migration.js';
import { ConvertOutgoingPayments1764000007200 } from './outgoing-payments/outgoing-payments.conversion.migration.js';
import { CreateOutgoingPayments1764000005200 } from './outgoing-payments/outgoing-payments.migration.js';
import { DescribeOutgoingPayments1764000007700 } from './outgoing-payments/outgoing-payments.admin.migration.js';
import { PageOutgoingPayments1764000006200 } from './outgoing-payments/outgoing-payments.pages.migration.js';
import { ConvertQuotes1764000007100 } from './quotes/quotes.conversion.migration.js';
import { CreateQuotes1764000005100 } from './quotes/quotes.migration.js';
import { PageQuotes1764000006300 } from './quotes/quotes.pages.migration.js';
import { DescribeTenants1764000008200 } from './tenants/tenants.admin.migration.js';
import { CreateTenants1764000001000 } from './tenants/tenants.migration.js';
import { TellTenants1764000008300 } from './tenants/tenants.telling.migration.js';
import { AdministerWalletAddresses1764000007600 } from './wallet-addresses/wallet-addresses.admin.migration.js';
import { CreateWalletAddresses1764000003000 } from './wallet-addresses/wallet-addresses.migration.js';
import { CreateWebhookEvents1764000006000 } from './webhook-events/webhook-events.migration.js';

/** The backend's whole schema, in the order in which it comes to be. */
export const migrations = [
  ...messagingMigrations,
  CreateTenants1764000001000,
  CreateAssets1764000002000,
  CreateWalletAddresses1764000003000,
  CreateTenantAssets1764000003100,
  CreateLedger1764000004000,
  CreateIncomingPayments1764000005000,
  CreateQuotes1764000005100,
  CreateOutgoingPayments1764000005200,
  CreateWebhookEvents1764000006000,
  PageIncomingPayments1764000006100,
  PageOutgoingPayments1764000006200,
  PageQuotes1764000006300,
  PageLedgerTransfers1764000006400,
  ChargeIncomingPayments1764000007000,
  ConvertQuotes1764000007100,
  ConvertOutgoingPayments1764000007200,
  WidenTransferKinds1764000007300,
  CreateUsedSignatures1764000007400,
  CreateIdempotencyKeys1764000007500,
  AdministerWalletAddresses1764000007600,
  DescribeIncomingPayments1764000007800,
  DescribeOutgoingPayments1764000007700,
  CreateFees1764000008100,
  DescribeTenants1764000008200,
  TellTenants1764000008300,
];
