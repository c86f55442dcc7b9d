import type { Parts } from './mesh/parts.js';
import { simulate } from './simulate.js';
import * as wrong from './testing/wrong-parts.js';

const WITHIN_SEEDS = 1_000;
/** A bound, no expectation: the rarest is found within some two hundred seeds. */
const TIMEOUT_MS = 600_000;

/** What the first seed finds that finds anything. */
async function firstFault(parts: Partial<Parts>): Promise<string> {
  for (let seed = 1; seed <= WITHIN_SEEDS; seed += 1) {
    const { broken } = await simulate({ seed, parts });
    if (broken.length > 0) return broken.join('\n');
  }
  return 'nothing was found';
}

/** Who cannot find what is wrong on purpose would not find what is wrong by mistake. */
describe('the simulation finds', () => {
  const mutations: [string, Partial<Parts>, RegExp][] = [
    [
      'a bank that releases its hold on any refusal',
      { BankHoldsService: wrong.BankReleasesOnAnyRefusal },
      /is released, the payment is/,
    ],
    [
      'a bank that does not hear that its fund was refused',
      { BankHoldsService: wrong.BankHearsNoRefusal },
      /the bank has HELD/,
    ],
    [
      'a bank that does not hear that the deadline has passed',
      { BankHoldsService: wrong.BankHearsNoDeadline },
      /the bank has HELD/,
    ],
    [
      'a backend that forgets what it has handled',
      { BackendInbox: wrong.ForgetfulInbox },
      /was refused 2 times|by a command that was refused/,
    ],
    [
      'a backend that funds after the deadline',
      { BackendOutgoingPayments: wrong.BackendFundsLate },
      /its deadline was/,
    ],
    [
      'a backend that decides without locks',
      {
        BackendOutgoingPayments: wrong.OutgoingWithoutLocks,
        BackendIncomingPayments: wrong.IncomingWithoutLocks,
      },
      /./,
    ],
    [
      'a POS service that answers before it has stored',
      { PosVerdicts: wrong.PosTellsBeforeItStores },
      /but REQUESTED is stored/,
    ],
    [
      'a POS service that asks the card service too early',
      { PosOutbox: wrong.PosAsksAllAtOnce },
      /declined for unknown_payment/,
    ],
    [
      'a card service that has a payment made twice',
      { CardPaymentsService: wrong.CardServiceAsksTwice },
      /./,
    ],
    [
      'messages that are said before the commit',
      { Transactions: wrong.SpeaksBeforeTheCommit },
      /./,
    ],
  ];

  it.each(mutations)(
    '%s',
    async (_name, parts, fault) => {
      const found = await firstFault(parts);
      expect(found).not.toBe('nothing was found');
      expect(found).toMatch(fault);
    },
    TIMEOUT_MS,
  );
});
