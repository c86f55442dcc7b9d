import { busy, same, type Look } from './rest.js';

const BANK = 'mock-ase-alpha-bank';
const look = (changed: Record<string, Record<string, number>> = {}): Look =>
  new Map(
    Object.entries<Record<string, number>>({
      'pos-service': { cardPayments: 3, cardPaymentsRequested: 0, outbox: 0 },
      backend: {
        [`outgoingPayments of ${BANK}`]: 3,
        [`outgoingPaymentsCompleted of ${BANK}`]: 2,
        outgoingPaymentsOpen: 0,
        outbox: 0,
      },
      [BANK]: { holds: 3, holdsSettled: 2, holdsHeld: 0, credits: 0, outbox: 0 },
    }).map(([service, counts]) => [service, { ...counts, ...changed[service] }]),
  );

describe('a mesh at rest', () => {
  it('has nothing under way', () => {
    expect(busy(look())).toEqual([]);
  });

  it.each([
    ['pos-service', { cardPaymentsRequested: 2 }, '2 card payments without an outcome'],
    ['backend', { outgoingPaymentsOpen: 1 }, '1 outgoing payments in FUNDING or SENDING'],
    ['backend', { outbox: 4 }, '4 messages in the outbox'],
    [BANK, { holdsHeld: 1 }, '1 holds in HELD'],
    [BANK, { holds: 2 }, '2 holds for 3 outgoing payments'],
    [BANK, { holdsSettled: 1 }, '1 settled holds for 2 completed outgoing payments'],
  ])('is not one whose %s has %j', (service, counts, message) => {
    expect(busy(look({ [service]: counts }))).toEqual([{ service, message }]);
  });

  it('does not wait for what waiting will not change', () => {
    expect(busy(look({ [BANK]: { holds: 4 } }))).toEqual([]);
  });

  it('stays as it is', () => {
    expect(same(undefined, look())).toBe(false);
    expect(same(look(), look())).toBe(true);
    expect(same(look(), look({ 'pos-service': { cardPayments: 4 } }))).toBe(false);
  });
});
