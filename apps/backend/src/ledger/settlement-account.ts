import { derivedAccount, derivedAccountId } from './derived-account.js';
import type { NewAccount, SettlementRef } from './ledger.js';

/** What a bank owes the others, and they it. */
export function settlementAccountId(ref: SettlementRef): string {
  return derivedAccountId('SETTLEMENT', ref);
}

export function settlementAccount(ref: SettlementRef): NewAccount {
  return derivedAccount('SETTLEMENT', ref);
}
