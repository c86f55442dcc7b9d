import { randomUUID } from 'node:crypto';
import { EventRecorder, type RecordedEvent } from './event-recorder.js';
import type { Mesh } from './mesh.js';
import type { MeshDescription } from './mesh-file.js';
import { oneLine } from './mesh-error.js';
import { takePayment, type PaymentAnswer, type PaymentRequest } from './payment-client.js';
import { styles, type ProgressOutput, type Styles } from './progress.js';
import type { AccountBehaviour } from './seed.js';
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
  try {
    let allExpected = true;
    for (const payment of payments) {
      const expected = await show({ mesh, recorder, payment, output, style });
      allExpected &&= expected;
    }
    return allExpected;
  } finally {
    await recorder.stop();
  }
}

interface Showing {
  mesh: Mesh;
  recorder: EventRecorder;
  payment: DemoPayment;
  output: ProgressOutput;
  style: Styles;
}

async function show({ mesh, recorder, payment, output, style }: Showing): Promise<boolean> {
  const requestId = randomUUID();
  const tappedAt = Date.now();
  const answer = await tap(mesh, {
    requestId,
    signature: 'demo-signature',
    payload: `demo ${requestId}`,
    amount: AMOUNT,
    senderWalletAddress: addressOf(mesh, payment.payer),
    receiverWalletAddress: addressOf(mesh, 'merchant'),
    timestamp: tappedAt,
  });
  const events: RecordedEvent[] = await recorder.eventsOf(requestId, {
    types: payment.lastEvents,
    timeoutMs: LAST_EVENTS_MS,
  });
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
function addressOf({ accounts }: MeshDescription, wantedBehaviour: AccountBehaviour): string {
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
