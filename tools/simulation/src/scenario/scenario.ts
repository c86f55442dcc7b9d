import type { Random } from '../world/random.js';
import {
  customers,
  customerUrl,
  NOBODY,
  shopUrls,
  SLOW_MS,
  terminals,
  VANISHED,
} from './directory.js';
import type { Terminal } from '@tapmesh/pos-service/simulation';

export interface TapBody {
  requestId?: string;
  signature: string;
  payload: string;
  amount: { value: string; assetCode: string; assetScale: number };
  senderWalletAddress: string;
  receiverWalletAddress: string;
  timestamp: number;
  deadlineMs?: number;
}

/** One terminal's wish, with which it comes again until it is answered. */
export interface Asking {
  name: string;
  terminal: Terminal;
  body: TapBody;
  /** When it asks first, in milliseconds since the start. */
  atMs: number;
  /** After how long without an answer it hangs up and asks again, the first time. */
  hangsUpAfterMs?: number;
  /** Whether it leaves for good when it hangs up. */
  walksOff: boolean;
  /** How often it asks again once it has its answer. */
  asksAgain: number;
}

export interface Scenario {
  askings: Asking[];
  instances: {
    pos: number;
    card: number;
    backend: number;
    customersBank: number;
    merchantsBank: number;
  };
  partitions: number;
  withdrawOnCompletion: boolean;
  cardPaymentMarginMs: number;
  pollMs: number;
  /** How often somebody sends a command that the flow does not know. */
  meddlings: number;
}

/** What happens in a run besides the faults: its seed's alone. */
export function makeScenario(random: Random): Scenario {
  const payments = random.between(1, 6);
  const oneOrTwo = (): number => random.between(1, 2);
  return {
    askings: Array.from({ length: payments }, (_, index) => askingsOf(random, index + 1)).flat(),
    instances: {
      pos: oneOrTwo(),
      card: oneOrTwo(),
      backend: oneOrTwo(),
      customersBank: oneOrTwo(),
      merchantsBank: 1,
    },
    partitions: random.pick([1, 2, 3]),
    withdrawOnCompletion: random.chance(0.3),
    cardPaymentMarginMs: random.pick([1_000, 3_000]),
    pollMs: random.pick([20, 100, 200, 500, 1_000]),
    meddlings: random.chance(0.3) ? random.between(1, 4) : 0,
  };
}

/** Everybody who asks for one payment: mostly one terminal, sometimes several, not always honestly. */
function askingsOf(random: Random, number: number): Asking[] {
  const body = bodyOf(random, number);
  const atMs = random.between(0, 2_000);
  const askers = random.chance(0.6) ? 1 : random.between(2, 3);
  const first = random.pick(terminals);
  return Array.from({ length: askers }, (_, index) => ({
    name: `tap ${number}${'abc'[index] ?? ''}`,
    // An id that is derived from the content is the terminal's own.
    terminal: body.requestId === undefined ? first : random.pick(terminals),
    body: index > 0 && random.chance(0.25) ? otherContent(random, body) : body,
    atMs: index === 0 ? atMs : atMs + random.pick([0, 1, 20, 200, 3_000, 9_000]),
    hangsUpAfterMs: random.chance(0.2) ? random.between(1, 1_500) : undefined,
    walksOff: random.chance(0.3),
    asksAgain: random.chance(0.3) ? random.between(1, 3) : 0,
  }));
}

function bodyOf(random: Random, number: number): TapBody {
  const names = [
    ...customers.map(({ name }) => name),
    'rich',
    'rich',
    'tight',
    'tight',
    'slow',
    'slow',
    VANISHED,
  ];
  const sender = random.chance(0.02) ? NOBODY : random.pick(names);
  const wrongAsset = random.chance(0.03);
  return {
    requestId: random.chance(0.85) ? random.uuid() : undefined,
    signature: 'c2lnbmF0dXJl',
    payload: `tap ${number}`,
    amount: {
      value: String(random.between(600, 1_500)),
      assetCode: wrongAsset ? 'EUR' : 'USD',
      assetScale: 2,
    },
    senderWalletAddress: customerUrl(sender),
    receiverWalletAddress: random.pick(shopUrls),
    timestamp: 1_758_105_181_325 + number,
    deadlineMs: deadlineOf(random, sender),
  };
}

/** Of a slow bank's customers so that its word and the deadline come at nearly the same moment. */
function deadlineOf(random: Random, sender: string): number | undefined {
  if (sender === 'slow' && random.chance(0.7)) return SLOW_MS + random.between(5, 45);
  return random.pick([150, 500, 1_000, 2_000, 5_000, undefined]);
}

function otherContent(random: Random, body: TapBody): TapBody {
  const value = String(BigInt(body.amount.value) + 1n);
  return random.chance(0.5)
    ? { ...body, amount: { ...body.amount, value } }
    : { ...body, senderWalletAddress: customerUrl('rich'), payload: `${body.payload}, another` };
}
