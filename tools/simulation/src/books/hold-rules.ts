import type { MeshTables } from '../mesh/simulated-mesh.js';

const OVER = new Set(['CANCELLED', 'FAILED']);

/** What must hold of the customers' bank at every commit: it frees what cannot be spent any more. */
export function holdFaults({ customersBank, backend }: MeshTables): string[] {
  const faults: string[] = [];
  for (const { paymentId, status } of customersBank.holds.rows.values()) {
    const state = backend.outgoingPayments.rows.get(paymentId)?.state ?? 'not there';
    if (status === 'RELEASED' && !OVER.has(state)) {
      faults.push(`the hold of ${paymentId} is released, the payment is ${state}`);
    }
    if (status === 'SETTLED' && state !== 'COMPLETED') {
      faults.push(`the hold of ${paymentId} is spent, the payment is ${state}`);
    }
  }
  for (const { name, balance, held } of customersBank.accounts.rows.values()) {
    if (held > balance) faults.push(`${name} has ${balance}, and ${held} of it is held`);
  }
  return faults;
}
