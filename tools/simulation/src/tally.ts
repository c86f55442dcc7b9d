import type { SimulationResult } from './simulate.js';

/** What many runs came to. */
export class Tally {
  readonly failures: Pick<SimulationResult, 'seed' | 'broken'>[] = [];
  private readonly startedAt = performance.now();
  private readonly answers: Record<string, number> = {};
  private done = 0;
  private events = 0;
  private virtualMs = 0;
  private kills = 0;

  constructor(private readonly seeds: number) {}

  add({ seed, broken, events, virtualMs, answers, kills }: SimulationResult): void {
    this.done += 1;
    this.events += events;
    this.virtualMs += virtualMs;
    this.kills += kills;
    for (const [answer, count] of Object.entries(answers)) {
      this.answers[answer] = (this.answers[answer] ?? 0) + count;
    }
    if (broken.length > 0) this.failures.push({ seed, broken });
  }

  progress(): string {
    const { seconds, perSecond } = this.pace();
    return `${this.done} of ${this.seeds} seeds, ${this.failures.length} failed, ${seconds} s, ${perSecond} seeds/s`;
  }

  summary(): string {
    const hours = (this.virtualMs / 3_600_000).toFixed(1);
    const answers = Object.entries(this.answers).sort(([, a], [, b]) => b - a);
    return [
      this.progress(),
      `${this.events} steps, ${hours} hours of virtual time, ${this.kills} instances killed or stopped`,
      ...answers.map(([answer, count]) => `${String(count).padStart(8)}  ${answer}`),
    ].join('\n');
  }

  toJson(): object {
    const { seconds, perSecond } = this.pace();
    const { done, events, virtualMs, kills, answers, failures } = this;
    return {
      seeds: done,
      seconds,
      seedsPerSecond: perSecond,
      events,
      virtualMs,
      kills,
      answers,
      failures,
    };
  }

  private pace(): { seconds: number; perSecond: number } {
    const seconds = (performance.now() - this.startedAt) / 1_000;
    return { seconds: round(seconds), perSecond: round(this.done / Math.max(seconds, 0.001)) };
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
