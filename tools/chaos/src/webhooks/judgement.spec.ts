import { Topic } from '@tapmesh/events';
import { judgeRecords } from './judgement.js';
import type { Receipt } from './receipt.js';
import type { ToldEvent } from './told-event.js';
import { BEGAN_MS, ear, receiptOf, receipts, told, toldEvent } from './testing/story.js';

const [first, second, third] = told as [ToldEvent, ToldEvent, ToldEvent];

function kinds(got: readonly Receipt[], events: readonly ToldEvent[] = told): string[] {
  return judgeRecords(events, [{ ear, receipts: got }]).map(({ kind }) => kind);
}

describe('what a consumer got, against what was told', () => {
  it('is right where everything came once, in order', () => {
    expect(kinds(receipts)).toEqual([]);
  });

  it('is right where something came twice, or had to be tried again', () => {
    const refused = receiptOf(first, { status: 500, atMs: BEGAN_MS });
    expect(kinds([refused, ...receipts, ...receipts.slice(0, 2)])).toEqual([]);
  });

  it.each([0, 1])('lacks an event that was dropped from it', (dropped) => {
    const left = receipts.filter((_, place) => place !== dropped);
    expect(kinds(left)).toEqual(expect.arrayContaining(['webhook-missing', 'webhook-number']));
  });

  it('lacks the last event, where no number shows it', () => {
    expect(kinds(receipts.slice(0, 2))).toEqual(['webhook-missing']);
  });

  it.each([500, 'silence' as const])('lacks what it only answered with %s', (status) => {
    expect(kinds([...receipts.slice(0, 2), receiptOf(third, { status })])).toEqual([
      'webhook-missing',
    ]);
  });

  it('need not have what was told before it listened, nor what is not for it', () => {
    const early = toldEvent(3, { owed: false });
    expect(kinds(receipts.slice(0, 2), [first, second, early])).toEqual([]);
    for (const other of [{ tenantId: 'tenant-2' }, { audience: [] }]) {
      expect(kinds(receipts.slice(0, 2), [first, second, toldEvent(3, other)])).toEqual([]);
    }
  });

  it('shows nothing where nothing was told', () => {
    expect(kinds([], [])).toEqual(['webhook-nothing-told']);
  });

  it('holds nothing that was never told', () => {
    expect(kinds(receipts, [first, second])).toEqual(['webhook-invented']);
  });

  it.each([
    ['body', { bodyHash: 'another' }],
    ['number', { number: 7 }],
    ['sequence', { sequence: 7 }],
  ])('repeats with the same %s', (_what, change) => {
    expect(kinds([...receipts, receiptOf(third, change)])).toContain('webhook-changed');
  });

  it('repeats under the id that the first one had', () => {
    const renamed = receiptOf(third, { id: 'another' });
    expect(kinds([...receipts, renamed])).toEqual(['webhook-invented', 'webhook-number']);
  });

  it('says what the event says', () => {
    const wrong = receipts.map((one) => (one.id === third.id ? { ...one, type: first.type } : one));
    expect(kinds(wrong)).toEqual(['webhook-other-event']);
  });

  it('is signed', () => {
    expect(kinds([...receipts, receiptOf(third, { signed: false })])).toEqual(['webhook-unsigned']);
  });

  it('gives each number to one event', () => {
    const same = [receiptOf(first), receiptOf(second, { number: 1 })];
    expect(kinds(same, [first, second])).toEqual(['webhook-number']);
  });

  describe('in order', () => {
    const upsideDown = [receiptOf(second), receiptOf(first)];
    const both = [first, second];

    it('has nothing before what precedes it', () => {
      expect(kinds(upsideDown, both)).toEqual(['webhook-order']);
    });

    it('has nothing tried before what precedes it was accepted', () => {
      const tried = [receiptOf(first, { status: 500 }), receiptOf(second), receiptOf(first)];
      expect(kinds(tried, both)).toEqual(['webhook-order']);
    });

    it('may overtake what failed for as long as it may hold others back', () => {
      const late = receiptOf(second, { atMs: BEGAN_MS + ear.orderHoldMs });
      expect(kinds([late, receiptOf(first)], both)).toEqual([]);
    });

    it('may overtake what is on another topic, and was read later', () => {
      const other = toldEvent(1, { topic: Topic.OutgoingPayments });
      const readLater = [receiptOf(second, { number: 1 }), receiptOf(other, { number: 2 })];
      expect(kinds(readLater, [other, second])).toEqual([]);
      const readFirst = [receiptOf(second), receiptOf(other)];
      expect(kinds(readFirst, [other, second])).toEqual(['webhook-order']);
    });

    it('goes as it was told, where somebody died before he said it', () => {
      const toldLate = toldEvent(1, { offset: 7 });
      const asTold = [receiptOf(second, { number: 1 }), receiptOf(toldLate, { number: 2 })];
      expect(kinds(asTold, [toldLate, second])).toEqual([]);
      expect(kinds(asTold, both)).toContain('webhook-order');
    });

    it('goes as it likes among what one transition told', () => {
      const twin = toldEvent(2, { id: 'twin', offset: 9 });
      const got = [receiptOf(first), receiptOf(twin, { number: 3 }), receiptOf(second)];
      expect(kinds(got, [first, second, twin])).toEqual([]);
    });

    it('does not care about other subjects', () => {
      const other = toldEvent(2, { subject: 'payment-2' });
      expect(kinds([receiptOf(other, { number: 1 }), receiptOf(first)], [first, other])).toEqual(
        [],
      );
    });
  });

  describe('asked to wait', () => {
    const busy = receiptOf(first, { status: 429, retryAfterMs: 2_000, atMs: BEGAN_MS });
    const again = (afterMs: number): Receipt => receiptOf(first, { atMs: BEGAN_MS + afterMs });

    it('is not asked again sooner', () => {
      expect(kinds([busy, again(2_000)], [first])).toEqual([]);
      expect(kinds([busy, again(1_500)], [first])).toEqual(['webhook-impatient']);
    });
  });
});
