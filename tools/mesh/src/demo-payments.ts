/** How long the POS service gives a payment in the demo, so that silence is soon over. */
export const DEMO_DEADLINE_MS = 3_000;

/** The banks, by their slugs, that hear webhooks and decide over the Admin API; the others use Kafka. */
export const DEMO_HTTP_BANKS: readonly string[] = ['shop-bank'];

export interface DemoPayment {
  /** Who pays; the seed says how much they have, and at which bank. */
  payer: string;
  title: string;
  expected: { code: string; reason?: string };
  /** The answer is out before these are, but they belong in the picture. */
  lastEvents: string[];
  /** Told over HTTP, where the bank that hears them is at that door. */
  lastWebhooks: string[];
}

export const AMOUNT = { value: '1250', assetCode: 'USD', assetScale: 2 };

export const demoPayments: readonly DemoPayment[] = [
  {
    payer: '/accounts/alice',
    title: 'Alice pays 12.50 USD, and has it',
    expected: { code: 'approved' },
    lastEvents: ['card_payment.approved', 'incoming_payment.completed'],
    lastWebhooks: ['incoming_payment.completed'],
  },
  {
    payer: '/accounts/carol',
    title: 'Carol pays 12.50 USD, and has it',
    expected: { code: 'approved' },
    lastEvents: ['card_payment.approved', 'incoming_payment.completed'],
    lastWebhooks: [
      'outgoing_payment.created',
      'outgoing_payment.completed',
      'incoming_payment.completed',
    ],
  },
  {
    payer: '/accounts/bob',
    title: 'Bob pays 12.50 USD, and has 5.00',
    expected: { code: 'declined', reason: 'insufficient_funds' },
    lastEvents: ['card_payment.declined'],
    lastWebhooks: [],
  },
  {
    payer: '/accounts/sil',
    title: `Sil pays 12.50 USD, and her bank stays silent: the deadline is ${DEMO_DEADLINE_MS / 1000} s`,
    expected: { code: 'declined', reason: 'decision_timeout' },
    lastEvents: ['card_payment.declined', 'outgoing_payment.expired'],
    lastWebhooks: [],
  },
];
