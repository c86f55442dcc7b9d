import { audit } from '@tapmesh/operations';
import { Bank, type Script } from '../support/bank.js';
import { approved, declined, Terminal } from '../support/terminal.js';
import type { CrashMoment } from './crash-order.js';
import { CrashingMesh } from './crashing-mesh.js';

/** Long enough for a service to come back within it, on a machine that is busy. */
const DEADLINE_MS = 30_000;

interface CrashPoint {
  service: string;
  moment: CrashMoment;
  type: string;
  /** What the bank does; it approves when nothing is said. */
  script?: Script;
  expected?: typeof approved;
}

const blocked: Pick<CrashPoint, 'script' | 'expected'> = {
  script: { mode: 'decline', reason: 'card_blocked' },
  expected: (requestId) => declined(requestId, 'card_blocked'),
};

const ALPHA_BANK = 'mock-ase-alpha-bank';
const BEFORE_COMMIT = 'before the commit';
const BEFORE_PUBLISH = 'before the publish';
const BEFORE_OFFSET = 'after the publish, before the offset';
const AFTER_OFFSET = 'after the offset, before the publish';

const points: CrashPoint[] = [
  // Nothing is stored: the terminal's next asking begins anew.
  { service: 'pos-service', moment: BEFORE_COMMIT, type: 'card_payment.requested' },
  // Stored, and nobody knows of it.
  { service: 'pos-service', moment: BEFORE_PUBLISH, type: 'incoming_payment.create' },
  // Between the two: the backend knows, the card service does not.
  { service: 'pos-service', moment: BEFORE_PUBLISH, type: 'card_payment.requested' },
  { service: 'card-service', moment: BEFORE_COMMIT, type: 'outgoing_payment.create' },
  { service: 'card-service', moment: BEFORE_PUBLISH, type: 'outgoing_payment.create' },
  { service: 'card-service', moment: BEFORE_OFFSET, type: 'outgoing_payment.create' },
  // Nobody hands the request over once more: the outbox alone still knows.
  { service: 'card-service', moment: AFTER_OFFSET, type: 'outgoing_payment.create' },
  { service: 'backend', moment: BEFORE_PUBLISH, type: 'outgoing_payment.created' },
  { service: 'backend', moment: BEFORE_OFFSET, type: 'outgoing_payment.created' },
  // Between hold and fund: the bank has held, and has not said so.
  { service: ALPHA_BANK, moment: BEFORE_PUBLISH, type: 'outgoing_payment.fund' },
  { service: ALPHA_BANK, moment: BEFORE_OFFSET, type: 'outgoing_payment.fund' },
  { service: ALPHA_BANK, moment: AFTER_OFFSET, type: 'outgoing_payment.fund' },
  { service: ALPHA_BANK, moment: BEFORE_PUBLISH, type: 'outgoing_payment.cancel', ...blocked },
  // The money has moved, and nobody was told.
  { service: 'backend', moment: BEFORE_COMMIT, type: 'outgoing_payment.funded' },
  { service: 'backend', moment: BEFORE_PUBLISH, type: 'outgoing_payment.funded' },
  { service: 'backend', moment: BEFORE_OFFSET, type: 'outgoing_payment.funded' },
  { service: 'backend', moment: AFTER_OFFSET, type: 'outgoing_payment.cancelled', ...blocked },
  { service: 'card-service', moment: BEFORE_PUBLISH, type: 'card_payment.approved' },
  { service: 'card-service', moment: BEFORE_OFFSET, type: 'card_payment.declined', ...blocked },
];

/** One service ends itself at a named moment of one payment, and is started again. */
describe('a service that crashes', () => {
  let crashing: CrashingMesh;
  let terminal: Terminal;
  let bank: Bank;
  let customer = 0;

  beforeAll(async () => {
    crashing = await CrashingMesh.start({ name: 'e2e-crash', deadlineMs: DEADLINE_MS });
    terminal = new Terminal(crashing.mesh);
    bank = new Bank(crashing.mesh);
  });

  afterAll(() => crashing?.stop());

  /** Each has an account of its own: what one bank does to it is no other's business. */
  function nextCustomer(): string {
    customer += 1;
    return `customer-${String(customer).padStart(2, '0')}`;
  }

  it.each(points)('$service $moment of $type', async (point) => {
    const { service, moment, type, script, expected = approved } = point;
    const { mesh } = crashing;
    const from = nextCustomer();
    if (script !== undefined) await bank.script(from, script);
    await crashing.order(service, { moment, type });

    const request = terminal.request({ from });
    const waiting = terminal.payUntilFinal(request);
    await crashing.crashed(service);
    await mesh.restart(service);

    const answer = await waiting;
    expect(answer).toMatchObject(expected(request.requestId));
    expect(await terminal.pay(request)).toMatchObject({ status: 200, body: answer.body });
    expect((await audit(mesh)).disagreements).toEqual([]);
  });
});
