import { IncomingPaymentsService, OutgoingPaymentsService } from '@tapmesh/backend/simulation';
import { CardPaymentsService } from '@tapmesh/card-service/simulation';
import { HoldsService } from '@tapmesh/mock-ase/simulation';
import { PaymentWriter, VerdictsService } from '@tapmesh/pos-service/simulation';
import { MemoryOutgoingPayments } from '../backend/memory-outgoing-payments.js';
import { Transactions } from '@tapmesh/messaging';
import { MemoryIncomingPayments } from '../backend/memory-incoming-payments.js';
import { MemoryInbox, MemoryOutbox } from '../database/memory-outbox.js';

/**
 * The classes that the simulated services are made of, where a test may put a wrong one to see that
 * it is found out. The command line and CI know only these.
 */
export const realParts = {
  Transactions,
  BackendInbox: MemoryInbox,
  BackendIncomingPayments: MemoryIncomingPayments,
  BackendOutgoingPayments: MemoryOutgoingPayments,
  BackendIncomingService: IncomingPaymentsService,
  BackendOutgoingService: OutgoingPaymentsService,
  CardPaymentsService,
  BankHoldsService: HoldsService,
  PosOutbox: MemoryOutbox,
  PosVerdicts: VerdictsService,
  PosWriter: PaymentWriter,
};

export type Parts = typeof realParts;
