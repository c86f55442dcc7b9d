/** For the simulation of the rules alone: the parts that the modules wire together. */
export { Account } from './accounts/account.entity.js';
export {
  AccountsRepository,
  type BalanceChange,
  type LockedAccount,
} from './accounts/accounts.repository.js';
export { CreditsRepository, type Credit } from './credits/credits.repository.js';
export { CreditsService } from './credits/credits.service.js';
export { KafkaWithdrawals } from './credits/withdrawals.js';
export { IncomingPaymentsConsumer } from './credits/incoming-payments.consumer.js';
export { mockAseMigrations } from './database/migrations.js';
export { DecisionCommands, type SpokenWord } from './decisions/decision-commands.js';
export {
  PendingDecisionsRepository,
  type PendingDecision,
} from './decisions/pending-decisions.repository.js';
export { PendingDecisionsWorker } from './decisions/pending-decisions.worker.js';
export { KafkaSpokesman } from './decisions/spokesman.js';
export { HoldRow } from './holds/hold.entity.js';
export { HoldsRepository, type StoredHold } from './holds/holds.repository.js';
export { HoldsService } from './holds/holds.service.js';
export { OutgoingPaymentsConsumer } from './holds/outgoing-payments.consumer.js';
export { isForBank } from './doors/addressed.js';
export { MockAseConfig } from './mock-ase.config.js';
export { ScriptMode, SecondWord, type Script } from './scripts/script.js';
