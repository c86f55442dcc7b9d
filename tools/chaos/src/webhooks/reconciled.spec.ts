import { isAtRest, judgeReconciled, type Balance } from './reconciled.js';
import { ear, receiptOf, receipts, told } from './testing/story.js';

const day: Balance = {
  endpointId: 'endpoint-1',
  day: '2026-01-01',
  read: 5,
  filtered: 2,
  delivered: 3,
  pending: 0,
  failed: 0,
};
const record = { ear, endpointId: day.endpointId, receipts };

function messages(days: Balance[], got = receipts, balanced = true): string[] {
  return judgeReconciled({ days, wrong: [], balanced }, [{ ...record, receipts: got }]).map(
    ({ message }) => message,
  );
}

describe('the bridge’s own account', () => {
  it('is believed where it balances and consumers say the same', () => {
    expect(messages([day])).toEqual([]);
    expect(isAtRest({ days: [day] }, [record])).toBe(true);
  });

  it('is believed over midnight', () => {
    const [before, after] = [
      { ...day, delivered: 1 },
      { ...day, day: '2026-01-02', delivered: 2 },
    ];
    expect(messages([before, after])).toEqual([]);
  });

  it('is not where a delivery was taken from its tables', () => {
    expect(messages([{ ...day, delivered: 2 }], receipts, false)).toEqual([
      expect.stringContaining('does not balance'),
      '2 delivered, 3 accepted',
    ]);
  });

  it('is not where a consumer never had what is called delivered', () => {
    const refused = receiptOf(told[2]!, { status: 500 });
    expect(messages([day], [...receipts.slice(0, 2), refused])).toEqual([
      '3 delivered, 2 accepted',
    ]);
  });

  it('is not where something failed for good, at whichever endpoint', () => {
    expect(messages([day, { ...day, endpointId: 'endpoint-2', failed: 1 }])).toEqual([
      '1 failed for good',
    ]);
  });

  it('is not final while something waits at a consumer that is looked at', () => {
    const waiting = { ...day, read: 6, pending: 1 };
    expect(isAtRest({ days: [waiting] }, [record])).toBe(false);
    expect(messages([waiting])).toEqual(['1 are still to be delivered']);
    const elsewhere = { ...waiting, endpointId: 'endpoint-2' };
    expect(isAtRest({ days: [day, elsewhere] }, [record])).toBe(true);
  });
});
