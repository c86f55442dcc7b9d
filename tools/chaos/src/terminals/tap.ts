import type { MeshDescription, PaymentRequest } from '@tapmesh/mesh';
import { v7 as uuidv7 } from 'uuid';
import type { Random } from '../random.js';

/** What the terminal may be told in the end, e.g. `approved` or `declined: insufficient_funds`. */
export type Outcome = string;

export const APPROVED: Outcome = 'approved';
/** However willing the bank is: what is hurt may be too late. */
export const TIMED_OUT: Outcome = 'declined: decision_timeout';

/** A customer, with what their bank does. */
export interface Customer {
  /** As the report counts it. */
  name: string;
  account: string;
  /** As `PUT /accounts/{id}/script` of the mock ASE takes it; left out where the seed's will do. */
  script?: object;
  /** What may come of it, however the mesh is hurt. */
  outcomes: readonly Outcome[];
  /** How often they come to the till, in parts of all. */
  weight: number;
}

const WILLING = [APPROVED, TIMED_OUT];
const customer = (number: number): string => `customer-${String(number).padStart(2, '0')}`;
const shop = (number: number): string => `shop-0${number}`;
const FIRST_PLAIN_CUSTOMER = 11;
const LAST_PLAIN_CUSTOMER = 32;
/** A shop has what was paid to it, and may be asked for more. */
const TRADING = [...WILLING, 'declined: insufficient_funds'];
const PLAIN_SHOPS = 4;

/** Shops that buy at others: their bank decides over Kafka, where the customers' decides over HTTP. */
const shopkeepers: readonly Customer[] = [
  ...Array.from({ length: PLAIN_SHOPS }, (_, index) => ({
    name: 'shopkeeper',
    account: shop(index + 1),
    outcomes: TRADING,
    weight: 6,
  })),
  {
    name: 'slow shopkeeper',
    account: shop(5),
    script: { mode: 'delay', delayMs: 1_000 },
    outcomes: TRADING,
    weight: 4,
  },
  {
    name: 'late shopkeeper',
    account: shop(6),
    script: { mode: 'late', afterDeadlineMs: 200 },
    outcomes: [TIMED_OUT],
    weight: 3,
  },
  {
    name: 'shopkeeper, twice',
    account: shop(7),
    script: { mode: 'twice', second: 'opposite' },
    outcomes: TRADING,
    weight: 4,
  },
  {
    name: 'blocked shopkeeper',
    account: shop(8),
    script: { mode: 'decline', reason: 'card_blocked' },
    outcomes: ['declined: card_blocked', TIMED_OUT],
    weight: 3,
  },
];

/** Who comes to the tills: the banks' every way to answer, and to not answer. */
export const customers: readonly Customer[] = [
  ...Array.from({ length: LAST_PLAIN_CUSTOMER - FIRST_PLAIN_CUSTOMER + 1 }, (_, index) => ({
    name: 'willing',
    account: customer(FIRST_PLAIN_CUSTOMER + index),
    outcomes: WILLING,
    weight: 3,
  })),
  {
    name: 'poor',
    account: 'bob',
    outcomes: ['declined: insufficient_funds', TIMED_OUT],
    weight: 8,
  },
  { name: 'silent bank', account: 'sil', outcomes: [TIMED_OUT], weight: 5 },
  { name: 'slow bank', account: customer(1), ...scripted('delay', { delayMs: 300 }), weight: 6 },
  { name: 'slow bank', account: customer(2), ...scripted('delay', { delayMs: 1_500 }), weight: 5 },
  {
    name: 'late bank',
    account: customer(3),
    script: { mode: 'late', afterDeadlineMs: 200 },
    outcomes: [TIMED_OUT],
    weight: 4,
  },
  { name: 'twice', account: customer(4), ...scripted('twice', { second: 'same' }), weight: 4 },
  { name: 'twice', account: customer(5), ...scripted('twice', { second: 'opposite' }), weight: 4 },
  {
    name: 'blocked card',
    account: customer(6),
    script: { mode: 'decline', reason: 'card_blocked' },
    outcomes: ['declined: card_blocked', TIMED_OUT],
    weight: 4,
  },
  {
    name: 'bad signature',
    account: customer(7),
    script: { mode: 'decline', reason: 'invalid_signature' },
    outcomes: ['invalid_signature', TIMED_OUT],
    weight: 4,
  },
  ...shopkeepers,
];

/** Those whose bank approves at once, for a load that is to be even. */
export const willingCustomers = customers.filter(({ name }) => name === 'willing');

function scripted(mode: string, fields: object): Pick<Customer, 'script' | 'outcomes'> {
  return { script: { mode, ...fields }, outcomes: WILLING };
}

/** How the terminal asks. */
export const manners = [
  'plain',
  'both at once',
  'hangs up',
  'asks again',
  'reuses the id',
] as const;

export type Manner = (typeof manners)[number];

const SHARE_OF_PLAIN = 0.5;

/** One customer's card at one till. */
export interface Tap {
  request: PaymentRequest;
  customer: Customer;
  manner: Manner;
}

export interface TapsOptions {
  random: Random;
  shop: string;
  walletAddressOf: (account: string) => string;
  /** Who comes; everybody when it is left out, and each in their own manner. */
  customers?: readonly Customer[];
}

/** Makes taps, each with a request id of its own. */
export class Taps {
  private readonly byWeight: Customer[];
  private made = 0;

  constructor(private readonly options: TapsOptions) {
    // Nobody buys at their own shop.
    const coming = (options.customers ?? customers).filter(
      ({ account }) => account !== options.shop,
    );
    this.byWeight = coming.flatMap((customer) =>
      Array.from({ length: customer.weight }, () => customer),
    );
  }

  next(): Tap {
    const { random, shop, walletAddressOf } = this.options;
    const customer = random.pick(this.byWeight);
    const requestId = uuidv7();
    // Different amounts, so that a mix-up shows in the sums; all of them more than Bob has.
    const value = String(600 + (this.made++ % 400));
    return {
      customer,
      manner: this.manner(),
      request: {
        requestId,
        signature: 'Y2hhb3M=',
        payload: Buffer.from(requestId).toString('base64'),
        amount: { value, assetCode: 'USD', assetScale: 2 },
        senderWalletAddress: walletAddressOf(customer.account),
        receiverWalletAddress: walletAddressOf(shop),
        timestamp: Date.now(),
      },
    };
  }

  private manner(): Manner {
    const { random, customers: chosen } = this.options;
    if (chosen !== undefined || random.chance(SHARE_OF_PLAIN)) return 'plain';
    return random.pick(manners);
  }
}

/** The wallet address of an account of the seed, by the end of its path. */
export function walletAddresses({ accounts }: Pick<MeshDescription, 'accounts'>) {
  return (account: string): string => {
    const found = accounts.find(({ walletAddress }) =>
      walletAddress.endsWith(`/accounts/${account}`),
    );
    if (found === undefined) throw new Error(`the seed has no account ${account}`);
    return found.walletAddress;
  };
}
