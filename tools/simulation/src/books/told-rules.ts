import type { MeshTables } from '../mesh/simulated-mesh.js';
import type { Told } from '../scenario/asker.js';

/** Whether what a terminal is being told is so, and can no longer be otherwise. */
export function untrue(tables: MeshTables, { status, requestId, code, asking }: Told): string[] {
  if (status !== 200 || requestId === undefined) return [];
  const row = tables.pos.cardPayments.rows.get(requestId);
  const payment = tables.backend.outgoingPayments
    .all()
    .find(({ cardRequestId }) => cardRequestId === requestId);
  const about = `${asking.name} (${requestId}) is told ${code}`;
  if (row === undefined) return [`${about}, but nothing is stored`];
  const faults: string[] = [];
  if (row.amount_value !== asking.body.amount.value) {
    faults.push(`${about} of ${row.amount_value}, but asked for ${asking.body.amount.value}`);
  }
  if (code === 'approved') {
    if (row.status !== 'APPROVED') faults.push(`${about}, but ${row.status} is stored`);
    if (payment?.state !== 'COMPLETED')
      faults.push(`${about}, but the payment is ${payment?.state}`);
  } else {
    if (row.status !== 'DECLINED') faults.push(`${about}, but ${row.status} is stored`);
    if (payment !== undefined && payment.state !== 'CANCELLED') {
      faults.push(`${about}, but the payment is ${payment.state}`);
    }
  }
  return faults;
}

/** Everybody who asks for one thing hears one thing, however often and wherever they ask. */
export function contradictions(told: Told[]): string[] {
  const first = new Map<string, Told>();
  const faults: string[] = [];
  for (const answer of told) {
    if (answer.status !== 200 || answer.requestId === undefined) continue;
    const before = first.get(answer.requestId);
    if (before === undefined) first.set(answer.requestId, answer);
    else if (before.code !== answer.code || before.reason !== answer.reason) {
      faults.push(
        `${answer.requestId}: ${before.asking.name} was told ${before.code} ${before.reason ?? ''}, ` +
          `${answer.asking.name} ${answer.code} ${answer.reason ?? ''}`,
      );
    }
  }
  return faults;
}
