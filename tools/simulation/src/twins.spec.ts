import {
  IncomingPaymentsRepository,
  LedgerRepository,
  OutgoingPaymentsRepository,
  QuotesRepository,
  WalletAddresses,
} from '@tapmesh/backend/simulation';
import { CardPaymentsRepository as CardServicePayments } from '@tapmesh/card-service/simulation';
import { Inbox, Outbox } from '@tapmesh/messaging/simulation';
import {
  AccountsRepository,
  CreditsRepository,
  HoldsRepository,
  PendingDecisionsRepository,
} from '@tapmesh/mock-ase/simulation';
import { CardPaymentsRepository as PosPayments } from '@tapmesh/pos-service/simulation';
import { MemoryIncomingPayments } from './backend/memory-incoming-payments.js';
import { MemoryLedger } from './backend/memory-ledger.js';
import { MemoryOutgoingPayments } from './backend/memory-outgoing-payments.js';
import { MemoryQuotes } from './backend/memory-quotes.js';
import { MemoryWalletAddresses } from './backend/memory-wallet-addresses.js';
import {
  MemoryAccounts,
  MemoryCredits,
  MemoryHolds,
  MemoryPendingDecisions,
} from './bank/memory-bank.js';
import { MemoryCardPayments as MemoryCardServicePayments } from './card-service/memory-card-payments.js';
import { MemoryInbox, MemoryOutbox } from './database/memory-outbox.js';
import { MemoryCardPayments as MemoryPosPayments } from './pos-service/memory-card-payments.js';

/** Looks of a person at a bank, over HTTP: no payment needs them. */
const ONLY_FOR_PEOPLE = ['all', 'byId', 'setScript', 'insertMissing', 'byPaymentId', 'ofAccount'];
/** What the Admin API alone asks, which is not simulated. */
const ONLY_OVER_HTTP: Readonly<Record<string, string[]>> = {
  MemoryOutgoingPayments: ['find'],
  MemoryWalletAddresses: ['forget'],
};
/** Private ones, through the public ones that have twins. */
const INNER = ['constructor', 'lockRows', 'recordOf', 'fromStored', 'load'];

type Class = abstract new (...args: never[]) => object;

const twins: [Class, Class][] = [
  [IncomingPaymentsRepository, MemoryIncomingPayments],
  [OutgoingPaymentsRepository, MemoryOutgoingPayments],
  [QuotesRepository, MemoryQuotes],
  [LedgerRepository, MemoryLedger],
  [WalletAddresses, MemoryWalletAddresses],
  [CardServicePayments, MemoryCardServicePayments],
  [PosPayments, MemoryPosPayments],
  [AccountsRepository, MemoryAccounts],
  [HoldsRepository, MemoryHolds],
  [CreditsRepository, MemoryCredits],
  [PendingDecisionsRepository, MemoryPendingDecisions],
  [Outbox, MemoryOutbox],
  [Inbox, MemoryInbox],
];

/** What is not overridden would ask a database that is not there. */
describe('the twin in memory', () => {
  it.each(twins.map(([real, twin]) => ({ name: twin.name, real, twin })))(
    '$name has every statement of the real one',
    ({ name: twinName, real, twin }) => {
      const own = Object.getOwnPropertyNames(twin.prototype);
      const elsewhere = [...INNER, ...ONLY_FOR_PEOPLE, ...(ONLY_OVER_HTTP[twinName] ?? [])];
      const missing = Object.getOwnPropertyNames(real.prototype).filter(
        (name) => ![...own, ...elsewhere].includes(name),
      );
      expect(missing).toEqual([]);
    },
  );
});
