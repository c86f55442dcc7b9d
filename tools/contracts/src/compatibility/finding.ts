/**
 * `breaking`: one of the versions refuses what the other says, in whatever order they are rolled out.
 * `readers-first`: the old version refuses what the new one may say, so every reader must be new before
 * anybody says it.
 */
export type Severity = 'breaking' | 'readers-first';

export interface Finding {
  severity: Severity;
  /** The message type and the field's path, e.g. `outgoing_payment.cancel.reason`. */
  where: string;
  what: string;
}

export function describeFinding({ where, what }: Finding): string {
  return `${where}: ${what}`;
}
