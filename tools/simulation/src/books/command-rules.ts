import { Command, Topic, TYPE_HEADER } from '@tapmesh/events';
import type { SimulatedMesh } from '../mesh/simulated-mesh.js';

/** "Every command has an outcome, and a command repeated has the same": as the broker's logs tell it. */
export function commandFaults({ bus, tables }: SimulatedMesh): string[] {
  const refusals = new Map<string, Set<string>>();
  for (const { headers, value } of bus.all(Topic.CommandRefusals)) {
    const { commandId } = JSON.parse(String(value)) as { commandId: string };
    const ids = refusals.get(commandId) ?? new Set();
    refusals.set(commandId, ids.add(headers.ce_id ?? ''));
  }
  const twice = [...refusals]
    .filter(([, ids]) => ids.size > 1)
    .map(([commandId, ids]) => `command ${commandId} was refused ${ids.size} times`);

  const funds = new Map<string, Set<string>>();
  for (const { headers, value } of bus.all(Topic.PaymentCommands)) {
    if (headers[TYPE_HEADER] !== Command.FundOutgoingPayment) continue;
    const { id } = JSON.parse(String(value)) as { id: string };
    funds.set(id, (funds.get(id) ?? new Set()).add(headers.ce_id ?? ''));
  }
  const bothWays = tables.backend.outgoingPayments
    .all()
    .filter(({ state }) => state === 'COMPLETED')
    .filter(({ id }) => [...(funds.get(id) ?? [])].every((commandId) => refusals.has(commandId)))
    .map(({ id }) => `payment ${id} was funded by a command that was refused`);
  return [...twice, ...bothWays];
}
