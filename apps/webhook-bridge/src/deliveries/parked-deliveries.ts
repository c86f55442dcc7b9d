import type { ClaimedDelivery } from './delivery.js';

/** Deliveries whose next try is a moment away. */
export class ParkedDeliveries {
  private readonly timers = new Map<ClaimedDelivery, NodeJS.Timeout>();

  constructor(private readonly release: (delivery: ClaimedDelivery) => void) {}

  park(delivery: ClaimedDelivery, until: Date): void {
    const timer = setTimeout(
      () => {
        this.timers.delete(delivery);
        this.release(delivery);
      },
      Math.max(0, until.getTime() - Date.now()),
    );
    this.timers.set(delivery, timer);
  }

  /** @returns what was parked and is not any more */
  clear(): ClaimedDelivery[] {
    const deliveries = [...this.timers.keys()];
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
    return deliveries;
  }
}
