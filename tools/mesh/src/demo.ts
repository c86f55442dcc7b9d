import { randomUUID } from 'node:crypto';
import { AMOUNT, DEMO_HTTP_BANKS, demoPayments, type DemoPayment } from './demo-payments.js';
import { EventRecorder, type RecordedEvent } from './event-recorder.js';
import type { Mesh } from './mesh.js';
import { oneLine } from './mesh-error.js';
import { takePayment, type PaymentAnswer, type PaymentRequest } from './payment-client.js';
import { styles, type ProgressOutput, type Styles } from './progress.js';
import { readSeed, type Seed } from './seed.js';
import { formatTimeline, type TimelineEvent } from './timeline.js';
import { webhookHops } from './webhook-hops.js';

const LAST_EVENTS_MS = 3_000;

/**
 * Takes the payments one after the other and prints each one's answer and timeline.
 * @returns whether every answer was the expected one
 */
export async function runDemo(mesh: Mesh, output: ProgressOutput): Promise<boolean> {
  const style = styles(output.isTTY === true);
  const recorder = await EventRecorder.start({
    brokers: mesh.kafka.brokers,
    prefix: mesh.topicPrefix,
  });
  const seed = await readSeed();
  try {
    let allExpected = true;
    for (const payment of demoPayments) {
      const expected = await show({ mesh, recorder, payment, output, style, seed });
      allExpected &&= expected;
    }
    return allExpected;
  } finally {
    await recorder.stop();
  }
}

/** The last two are at a bank on Kafka, the first at one on HTTP: that door is cold as well. */
const WARM_UP_PAYERS = ['/accounts/carol', '/accounts/customer-31', '/accounts/customer-32'];

/**
 * The first payment of a fresh mesh finds every cache cold and every connection unopened; it shows
 * how long processes take to wake, not how long a payment takes.
 */
export async function warmUp(mesh: Mesh): Promise<void> {
  for (const payer of WARM_UP_PAYERS) await tap(mesh, paymentRequest(mesh, payer));
}

function paymentRequest(mesh: Mesh, payer: string): PaymentRequest & { timestamp: number } {
  const requestId = randomUUID();
  const walletAddresses = mesh.url('backend');
  return {
    requestId,
    signature: 'demo-signature',
    payload: `demo ${requestId}`,
    amount: AMOUNT,
    senderWalletAddress: `${walletAddresses}${payer}`,
    receiverWalletAddress: `${walletAddresses}/accounts/corner-shop`,
    timestamp: Date.now(),
  };
}

interface Showing {
  mesh: Mesh;
  recorder: EventRecorder;
  payment: DemoPayment;
  output: ProgressOutput;
  style: Styles;
  seed: Seed;
}

async function show(showing: Showing): Promise<boolean> {
  const { mesh, recorder, payment, output, style, seed } = showing;
  const request = paymentRequest(mesh, payment.payer);
  const { requestId, timestamp: tappedAt } = request;
  const answer = await tap(mesh, request);
  const recorded = await recorder.eventsOf(requestId, {
    types: payment.lastEvents,
    timeoutMs: LAST_EVENTS_MS,
  });
  const events = [
    ...recorded.map((event) => ({ ...event, source: nameBank(seed, event.source) })),
    ...(await toldOverHttp(showing, recorded)),
  ];
  const asExpected = isExpected(answer, payment.expected);
  const short = inShort(answer);
  output.write(`\n${style.bold(payment.title)} ${style.dim(`· ${doorOf(seed, payment)}`)}\n`);
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

/** What both banks heard of a payment as webhooks, where they do. */
async function toldOverHttp(
  { mesh, seed, payment }: Showing,
  recorded: readonly RecordedEvent[],
): Promise<TimelineEvent[]> {
  const subjects = [...new Set(recorded.map(({ subject }) => subject))].filter(Boolean);
  const banks = seed.tenants.filter(({ slug }) => DEMO_HTTP_BANKS.includes(slug));
  const told = banks.map(({ id: tenantId, slug, apiSecret }) => {
    const bank = { name: `mock-ase-${slug}`, identity: { tenantId, apiSecret } };
    return webhookHops(
      { bridge: mesh.url('webhook-bridge'), bank, subjects },
      { types: payment.lastWebhooks, timeoutMs: LAST_EVENTS_MS },
    );
  });
  return (await Promise.all(told)).flat();
}

/** A bank says its tenant's id; people know its name. */
function nameBank({ tenants }: Seed, source: string): string {
  return tenants.reduce((name, { id, slug }) => name.replace(`/${id}`, `-${slug}`), source);
}

/** Exported for its test. */
export function doorOf(
  { accounts, tenants }: Pick<Seed, 'accounts' | 'tenants'>,
  { payer }: Pick<DemoPayment, 'payer'>,
): string {
  const slug = accounts.find(({ path }) => path === payer)?.tenant;
  const bank = tenants.find((tenant) => tenant.slug === slug);
  if (bank === undefined) throw new Error(`seed.yml has no bank of ${payer}`);
  const door = DEMO_HTTP_BANKS.includes(bank.slug) ? 'HTTP: webhooks and the Admin API' : 'Kafka';
  return `${bank.name} decides over ${door}`;
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
