import type {
  AccountChange,
  Hold,
  HoldCommand,
  HoldEvent,
  HoldOutcome,
  HoldRefusal,
  ReleaseReason,
} from './hold.js';

/**
 * What a command does to a hold. Messages may come again and in any order: what was seen before is
 * refused, what ends a payment that nobody has seen is remembered, so that its beginning holds
 * nothing when it comes at last.
 */
export function decide(hold: Hold, command: HoldCommand): HoldOutcome {
  switch (command.type) {
    case 'place':
      if (hold.status !== 'NONE') return refuse('ALREADY_SEEN');
      if (command.amount > command.available) return refuse('NOT_COVERED');
      return { event: { type: 'placed', amount: command.amount } };
    case 'pass':
      if (hold.status !== 'NONE') return refuse('ALREADY_SEEN');
      return { event: { type: 'passed', amount: command.amount } };
    case 'settle':
      return settle(hold, command.amount);
    case 'release':
      return release(hold, command.amount, command.reason);
    default:
      return unknown(command);
  }
}

export function evolve(_hold: Hold, event: HoldEvent): Hold {
  switch (event.type) {
    case 'placed':
      return { status: 'HELD', amount: event.amount };
    case 'passed':
      return { status: 'NOT_HELD', amount: event.amount };
    case 'settled':
      return { status: 'SETTLED', amount: event.amount };
    case 'released':
      return { status: 'RELEASED', amount: event.amount, reason: event.reason };
    default:
      return unknown(event);
  }
}

export function accountChange(event: HoldEvent): AccountChange {
  switch (event.type) {
    case 'placed':
      return { balance: 0n, held: event.amount };
    case 'passed':
      return { balance: 0n, held: 0n };
    case 'settled':
      return { balance: -event.amount, held: -event.freed };
    case 'released':
      return { balance: 0n, held: -event.freed };
    default:
      return unknown(event);
  }
}

/**
 * The backend's word stands, whatever the bank believed: money that was sent is booked even where
 * nothing is held for it any more. To refuse would leave the bank's books and the ledger apart.
 */
function settle(hold: Hold, amount: bigint): HoldOutcome {
  switch (hold.status) {
    case 'HELD':
      return { event: { type: 'settled', amount, freed: hold.amount } };
    case 'NONE':
    case 'NOT_HELD':
    case 'RELEASED':
      return { event: { type: 'settled', amount, freed: 0n } };
    case 'SETTLED':
      return refuse('ALREADY_SETTLED');
    default:
      return unknown(hold);
  }
}

function release(hold: Hold, amount: bigint, reason: ReleaseReason): HoldOutcome {
  switch (hold.status) {
    case 'HELD':
      return { event: { type: 'released', amount: hold.amount, freed: hold.amount, reason } };
    case 'NONE':
      return { event: { type: 'released', amount, freed: 0n, reason } };
    case 'NOT_HELD':
    case 'RELEASED':
      return refuse('NOTHING_HELD');
    case 'SETTLED':
      return refuse('ALREADY_SETTLED');
    default:
      return unknown(hold);
  }
}

function refuse(refused: HoldRefusal): HoldOutcome {
  return { refused };
}

function unknown(value: never): never {
  throw new Error(`not a hold's state, command or event: ${JSON.stringify(value)}`);
}
