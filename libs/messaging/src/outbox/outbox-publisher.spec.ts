import type { Log } from '../log.js';
import { MessagingStats } from '../messaging-stats.js';
import { eventually } from '../testing/eventually.js';
import { OutboxPublisher } from './outbox-publisher.js';
import { OutboxRecovery } from './outbox-recovery.js';

const silent: Log = { debug: ignore, log: ignore, warn: ignore, error: ignore };
function ignore(): void {}

const rows = (count: number, first = 0) =>
  Array.from({ length: count }, (_, n) => ({
    id: String(first + n),
    wave: 0,
    record: { topic: 'a', key: '', value: '', headers: {} },
  }));

function publishing(failures: number, send = () => Promise.resolve()) {
  const stats = new MessagingStats();
  const removed: string[] = [];
  const remove = (ids: string[]) => {
    failures -= 1;
    if (failures >= 0) return Promise.reject(new Error('away'));
    removed.push(...ids);
    return Promise.resolve();
  };
  const publisher = new OutboxPublisher({ send, remove, stats, log: silent });
  return { publisher, stats, removed };
}

describe('publishing from the outbox', () => {
  it.each([1, 1_000, 2_500])('deletes %d rows after all when deletions fail', async (count) => {
    const { publisher, removed } = publishing(4);
    await publisher.publish(rows(count));
    await eventually(() => removed.length === count);
    expect(publisher.idsInHand).toEqual([]);
    publisher.close();
  });

  it('deletes later what a flush could not', async () => {
    const { publisher, removed } = publishing(1);
    await publisher.publish(rows(1));
    await publisher.flush();
    expect(removed).toEqual([]);
    await eventually(() => removed.length === 1);
    publisher.close();
  });

  it('gives back what was claimed while the last room was taken', async () => {
    const { publisher, stats } = publishing(0, () => new Promise<void>(ignore));
    const released: string[] = [];
    const recovery = new OutboxRecovery({
      claim: async () => {
        void publisher.publish(rows(10_000, 1));
        return rows(1);
      },
      release: async (ids) => void released.push(...ids),
      publisher,
      stats,
      log: silent,
    });
    recovery.start();
    await eventually(() => released.length > 0);
    await recovery.stop();
    expect(released).toEqual(['0']);
    expect(stats.recovered).toBe(0);
    publisher.close();
  });
});
