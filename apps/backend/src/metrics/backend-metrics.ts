import { Injectable } from '@nestjs/common';
import type { Message } from '@tapmesh/events';
import { Metrics } from '@tapmesh/service-kit';
import type { Outcome } from '../commands/outcome.js';

/** The numbers of the backend, named in one place. Counted after the commit: what is undone never was. */
@Injectable()
export class BackendMetrics {
  private readonly commands;
  private readonly deadlineClosings;

  constructor(metrics: Metrics) {
    this.commands = metrics.counter({
      name: 'tapmesh_backend_commands_total',
      help: 'Commands handled for the first time, by what came of them',
      labels: ['command', 'outcome'],
    });
    this.deadlineClosings = metrics.counter({
      name: 'tapmesh_backend_deadline_closings_total',
      help: 'Outgoing payments that the deadline closed, since no bank had decided',
    });
  }

  /** An outcome is `accepted` or the refusal's code; a late decision's is `deadline_passed`. */
  handled(commands: readonly Message[], outcomes: readonly Outcome[]): void {
    outcomes.forEach((outcome, index) => {
      const command = commands[index]?.type ?? 'unknown';
      this.commands.inc({ command, outcome: outcome.accepted ? 'accepted' : outcome.code });
    });
  }

  closedByDeadline(payments: number): void {
    this.deadlineClosings.inc(payments);
  }
}
