import { randomUUID } from 'node:crypto';
import { EventRecorder } from './event-recorder.js';
import type { Mesh } from './mesh.js';
import type { MeshDescription } from './mesh-file.js';
import { oneLine } from './mesh-error.js';
import { takePayment, type PaymentAnswer, type PaymentRequest } from './payment-client.js';
import { styles, type ProgressOutput, type Styles } from './progress.js';
import { readSeed, type AccountBehaviour } from './seed.js';
import { formatTimeline } from './timeline.js';

/** How long the POS service gives a payment in the demo, so that silence is soon over. */
export const DEMO_DEADLINE_MS = 3_000;

interface DemoPayment {
  title: string;
  payer: AccountBehaviour;
  expected: { code: string; reason?: string };
  /** The answer is out before these are, but they belong in the picture. */
  lastEvents: string[];
}

const AMOUNT = { value: '1250', assetCode: 'USD', assetScale: 2 };
const LAST_EVENTS_MS = 3_000;

const payments: DemoPayment[] = [
  {
    title: 'Alice pays 12.50 USD, and has it',
    payer: 'approve',
    expected: { code: 'approved' },
    lastEvents: ['card_payment.approved', 'incoming_payment.completed'],
  },
  {
    title: 'Bob pays 12.50 USD, and has 5.00',
    payer: 'decline',
    expected: { code: 'declined', reason: 'insufficient_funds' },
    lastEvents: ['card_payment.declined'],
  },
  {
    title: `Sil pays 12.50 USD, and her bank stays silent: the deadline is ${DEMO_DEADLINE_MS / 1000} s`,
    payer: 'silent',
    expected: { code: 'declined', reason: 'decision_timeout' },
    lastEvents: ['card_payment.declined', 'outgoing_payment.expired'],
  },
];

/**
 * Takes the three payments one after the other and prints each one's answer and timeline.
 * @returns whether every answer was the expected one
 */
export async function runDemo(mesh: Mesh, output: ProgressOutput): Promise<boolean> {
  const style = styles(output.isTTY === true);
  const recorder = await EventRecorder.start({
    brokers: mesh.kafka.brokers,
    prefix: mesh.topicPrefix,
  });
  const banks = (await readSeed()).tenants;
  const nameBank = (source: string): string =>
    banks.reduce((name, { id, slug }) => name.replace(`/${id}`, `-${slug}`), source);
  try {
    let allExpected = true;
    for (const payment of payments) {
      const expected = await show({ mesh, recorder, payment, output, style, nameBank });
      allExpected &&= expected;
    }
    return allExpected;
  } finally {
    await recorder.stop();
  }
}

const WARM_UP_PAYMENTS = 3;

/**
 * The first payment of a fresh mesh finds every cache cold and every connection unopened; it shows
 * how long processes take to wake, not how long a payment takes. Somebody else pays meanwhile.
 */
export async function warmUp(mesh: Mesh): Promise<void> {
  const others = mesh.accounts.filter(({ behaviour }) => behaviour === 'approve').slice(1);
  for (let taken = 0; taken < WARM_UP_PAYMENTS; taken += 1) {
    const payer = others.at(-1 - taken);
    if (payer === undefined) return;
    await tap(mesh, paymentRequest(payer.walletAddress, addressOf(mesh, 'merchant')));
  }
}

function paymentRequest(sender: string, receiver: string): PaymentRequest & { timestamp: number } {
  const requestId = randomUUID();
  return {
    requestId,
    signature: 'demo-signature',
    payload: `demo ${requestId}`,
    amount: AMOUNT,
    senderWalletAddress: sender,
    receiverWalletAddress: receiver,
    timestamp: Date.now(),
  };
}

interface Showing {
  mesh: Mesh;
  recorder: EventRecorder;
  payment: DemoPayment;
  output: ProgressOutput;
  style: Styles;
  /** A bank says its tenant's id; people know its name. */
  nameBank: (source: string) => string;
}

async function show(showing: Showing): Promise<boolean> {
  const { mesh, recorder, payment, output, style, nameBank } = showing;
  const request = paymentRequest(addressOf(mesh, payment.payer), addressOf(mesh, 'merchant'));
  const { requestId, timestamp: tappedAt } = request;
  const answer = await tap(mesh, request);
  const recorded = await recorder.eventsOf(requestId, {
    types: payment.lastEvents,
    timeoutMs: LAST_EVENTS_MS,
  });
  const events = recorded.map((event) => ({ ...event, source: nameBank(event.source) }));
  const asExpected = isExpected(answer, payment.expected);
  const short = inShort(answer);
  output.write(`\n${style.bold(payment.title)}\n`);
  output.write(
    `  ${asExpected ? style.green('✓') : style.red('✗')} ${style.bold(short)} after ${Math.round(answer.tookMs)} ms   ${style.dim(`HTTP ${answer.status} ${JSON.stringify(answer.body)}`)}\n`,
  );
  if (!asExpected) {
    output.write(style.red(`    expected: ${wanted(payment.expected)}\n`));
  }
  const lines = formatTimeline({ tappedAt, tookMs: answer.tookMs, answer: short, events });
  for (const line of lines) output.write(`  ${line}\n`);
  return asExpected;
}

/** A door that does not answer is no answer that anyone expected, and no reason to stop the demo. */
async function tap(mesh: Mesh, request: PaymentRequest): Promise<PaymentAnswer> {
  try {
    return await takePayment(mesh, request);
  } catch (error) {
    const code = `no answer: ${oneLine(error)}`;
    return { status: 0, body: { error: { code } }, tookMs: Date.now() - (request.timestamp ?? 0) };
  }
}

/** The first account of that behaviour: the demo's people stand first in the seed file. */
function addressOf(
  { accounts }: Pick<MeshDescription, 'accounts'>,
  wantedBehaviour: AccountBehaviour,
): string {
  const found = accounts.find(({ behaviour }) => behaviour === wantedBehaviour);
  if (found === undefined) throw new Error(`seed.yml has no account that is "${wantedBehaviour}"`);
  return found.walletAddress;
}

interface Result {
  code?: unknown;
  reason?: unknown;
}

function resultOf({ body }: Pick<PaymentAnswer, 'body'>): Result {
  if (typeof body !== 'object' || body === null) return {};
  const { result, error } = body as { result?: Result; error?: Result };
  return result ?? error ?? {};
}

/** Exported for its test. */
export function isExpected(
  answer: Pick<PaymentAnswer, 'status' | 'body'>,
  expected: DemoPayment['expected'],
): boolean {
  const { code, reason } = resultOf(answer);
  return answer.status === 200 && code === expected.code && reason === expected.reason;
}

function inShort(answer: PaymentAnswer): string {
  const { code, reason } = resultOf(answer);
  const known = typeof code === 'string' ? code : `HTTP ${answer.status}`;
  return typeof reason === 'string' ? `${known} (${reason})` : known;
}

function wanted({ code, reason }: DemoPayment['expected']): string {
  return reason === undefined ? code : `${code} (${reason})`;
}
