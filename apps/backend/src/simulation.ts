/** For the simulation of the rules alone: the parts that the modules wire together. */
export { BackendConfig } from './backend.config.js';
export { CommandDoor } from './commands/command-door.js';
export { DeadLetters } from './commands/dead-letters.js';
export { entities } from './entities.js';
export type { Fees } from './fees/fees.service.js';
export {
  IncomingPaymentEntity,
  toRow as toIncomingRow,
  toState as toIncomingPayment,
} from './incoming-payments/incoming-payment.entity.js';
export type { IncomingPayment } from './incoming-payments/incoming-payment.js';
export { IncomingPaymentsConsumer } from './incoming-payments/incoming-payments.consumer.js';
export { IncomingPaymentsExpiry } from './incoming-payments/incoming-payments.expiry.js';
export { IncomingPaymentsRepository } from './incoming-payments/incoming-payments.repository.js';
export { IncomingPaymentsService } from './incoming-payments/incoming-payments.service.js';
export { LiquidityWatch } from './liquidity/liquidity-watch.js';
export { LedgerError } from './ledger/ledger.error.js';
export type { NewAccount, StoredAccount, StoredTransfer } from './ledger/ledger.js';
export { LedgerRepository, type Booking } from './ledger/ledger.repository.js';
export { mayBeOverdrawn, type BalanceChange, type ChangedAccount } from './ledger/ledger.rules.js';
export { Ledger } from './ledger/ledger.service.js';
export { BackendMetrics } from './metrics/backend-metrics.js';
export { migrations } from './migrations.js';
export {
  OutgoingPaymentEntity,
  toRow as toOutgoingRow,
  toState as toOutgoingPayment,
} from './outgoing-payments/outgoing-payment.entity.js';
export type {
  FundingOutgoingPayment,
  OutgoingPayment,
} from './outgoing-payments/outgoing-payment.js';
export { OutgoingPaymentsConsumer } from './outgoing-payments/outgoing-payments.consumer.js';
export { OutgoingPaymentsCreation } from './outgoing-payments/outgoing-payments.creation.js';
export { OutgoingPaymentsDeadlines } from './outgoing-payments/outgoing-payments.deadlines.js';
export {
  OutgoingPaymentsRepository,
  type LockedOutgoingPayments,
} from './outgoing-payments/outgoing-payments.repository.js';
export { OutgoingPaymentsService } from './outgoing-payments/outgoing-payments.service.js';
export type { Quote } from './quotes/quote.js';
export { QuotesRepository } from './quotes/quotes.repository.js';
export type { Quoting } from './quotes/quoting.service.js';
export type { WalletAddress } from './wallet-addresses/wallet-address.js';
export { WalletAddresses } from './wallet-addresses/wallet-addresses.service.js';
export { WithdrawalsConsumer } from './withdrawals/withdrawals.consumer.js';
export { WithdrawalsExpiry } from './withdrawals/withdrawals.expiry.js';
export { WithdrawalsService } from './withdrawals/withdrawals.service.js';
