import { startMesh, waitFor, type Mesh } from '@tapmesh/mesh';
import { randomBytes } from 'node:crypto';
import { Collector, type CollectedSpan } from './support/collector.js';
import { approved, declined, Terminal } from './support/terminal.js';

const DEADLINE_MS = 4_000;

const common = [
  'pos-service: POST /payment',
  'pos-service: send incoming_payment.create',
  'pos-service: send card_payment.requested',
  'backend: process incoming_payment.create',
  'backend: send incoming_payment.created',
  'card-service: process card_payment.requested',
  'card-service: send outgoing_payment.create',
  'backend: process outgoing_payment.create',
  'backend: send outgoing_payment.created',
  'mock-ase-alpha-bank: process outgoing_payment.created',
];
const declinedBy = [
  ...common,
  'backend: send outgoing_payment.cancelled',
  'card-service: process outgoing_payment.cancelled',
  'card-service: send card_payment.declined',
  'pos-service: process card_payment.declined',
];

/** Real processes that export to a collector of the test's. */
describe('a trace', () => {
  let mesh: Mesh;
  let collector: Collector;
  let terminal: Terminal;

  beforeAll(async () => {
    collector = await Collector.start();
    mesh = await startMesh({
      name: 'e2e-tracing',
      deadlineMs: DEADLINE_MS,
      httpBanks: ['shop-bank'],
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint },
    });
    terminal = new Terminal(mesh);
  });

  afterAll(async () => {
    await mesh?.stop();
    await collector?.close();
  });

  /** Waits until everything that is expected of a payment has been exported. */
  async function traceOf(requestId: string, expected: string[]): Promise<CollectedSpan[]> {
    const spans = await waitFor(
      async () => {
        const heard = collector.ofRequest(requestId);
        const names = new Set(heard.map(nameOf));
        return expected.every((name) => names.has(name)) ? heard : undefined;
      },
      { timeoutMs: 20_000 },
    );
    // Says which are missing.
    if (!spans) expect(collector.ofRequest(requestId).map(nameOf)).toEqual(expected);
    return collector.ofRequest(requestId);
  }

  it.each([
    [
      'approved',
      'alice',
      approved,
      [
        ...common,
        'mock-ase-alpha-bank: send outgoing_payment.fund',
        'backend: process outgoing_payment.fund',
        'backend: send outgoing_payment.funded',
        'backend: send outgoing_payment.completed',
        'backend: send incoming_payment.completed',
        'card-service: process outgoing_payment.funded',
        'card-service: send card_payment.approved',
        'pos-service: process card_payment.approved',
        'mock-ase-alpha-bank: process outgoing_payment.completed',
        'webhook-bridge: process incoming_payment.completed',
      ],
    ],
    [
      'declined',
      'bob',
      (requestId: string) => declined(requestId, 'insufficient_funds'),
      [
        ...declinedBy,
        'mock-ase-alpha-bank: send outgoing_payment.cancel',
        'backend: process outgoing_payment.cancel',
      ],
    ],
    [
      'left alone by its bank until the deadline',
      'sil',
      (requestId: string) => declined(requestId, 'decision_timeout'),
      [...declinedBy, 'mock-ase-alpha-bank: process outgoing_payment.expired'],
    ],
  ])('goes from the tap to the answer of a payment that is %s', async (_, from, answer, names) => {
    const request = terminal.request({ from });

    expect(await terminal.pay(request)).toMatchObject(answer(request.requestId));

    const spans = await traceOf(request.requestId, names);
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
    expect(spans.filter(({ parentSpanId }) => parentSpanId === '').map(nameOf)).toEqual([
      'pos-service: POST /payment',
    ]);
    const known = new Set(spans.map(({ spanId }) => spanId));
    expect(spans.filter(isChild).filter(({ parentSpanId }) => !known.has(parentSpanId))).toEqual(
      [],
    );
    const answered = spans.find((span) => /pos.*process card_payment/.test(nameOf(span)));
    expect(ancestryOf(answered, spans)).toEqual(
      expect.arrayContaining(['pos-service: POST /payment']),
    );
  });

  it('is that of the terminal, where it has one', async () => {
    const traceId = randomBytes(16).toString('hex');
    const request = terminal.request({ from: 'alice' });

    const traceparent = `00-${traceId}-${randomBytes(8).toString('hex')}-01`;
    await payWith({ traceparent }, request);

    const spans = await traceOf(request.requestId, ['pos-service: process card_payment.approved']);
    expect(new Set(spans.map((span) => span.traceId))).toEqual(new Set([traceId]));
  });

  it('goes on through a webhook, to the bank that hears it', async () => {
    const traceId = randomBytes(16).toString('hex');
    const request = terminal.request({ from: 'alice' });
    await payWith({ traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01` }, request);

    const told = [
      'mock-ase-shop-bank: POST /webhooks',
      'webhook-bridge: deliver incoming_payment.completed',
      'backend: send incoming_payment.completed',
    ];
    const heard = await waitFor(
      () => {
        const spans = collector.ofTrace(traceId);
        const ways = spans.map((span) => ancestryOf(span, spans));
        return Promise.resolve(
          ways.find((way) => told.every((name, at) => way[at] === name) && way.length > 4),
        );
      },
      { timeoutMs: 20_000 },
    );
    expect(heard?.at(-1)).toBe('pos-service: POST /payment');
  });

  it('is kept by each payment of many that are handled together', async () => {
    const requests = Array.from({ length: 20 }, () => terminal.request({ from: 'alice' }));

    await Promise.all(requests.map((request) => terminal.pay(request)));

    const traces = new Set<string>();
    for (const { requestId } of requests) {
      const spans = await traceOf(requestId, ['pos-service: process card_payment.approved']);
      const ids = new Set(spans.map(({ traceId }) => traceId));
      expect(ids.size).toBe(1);
      for (const id of ids) traces.add(id);
    }
    expect(traces.size).toBe(requests.length);
  });

  async function payWith(
    headers: Record<string, string>,
    request: ReturnType<Terminal['request']>,
  ): Promise<void> {
    const response = await fetch(`${mesh.url('pos-service')}/payment`, {
      method: 'POST',
      headers: {
        ...headers,
        [mesh.terminal.header]: mesh.terminal.key,
        'content-type': 'application/json',
      },
      body: JSON.stringify(request),
    });
    expect(response.status).toBe(200);
  }
});

function nameOf({ service, name }: CollectedSpan): string {
  return `${service}: ${name}`;
}

function isChild({ parentSpanId }: CollectedSpan): boolean {
  return parentSpanId !== '';
}

/** From the span up to the first of its trace. */
function ancestryOf(span: CollectedSpan | undefined, spans: CollectedSpan[]): string[] {
  const names: string[] = [];
  for (let at = span; at !== undefined;) {
    names.push(nameOf(at));
    const { parentSpanId } = at;
    at = spans.find(({ spanId }) => spanId === parentSpanId);
  }
  return names;
}
