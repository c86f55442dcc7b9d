import { Command, contract, envelopeToHeaders, type Message } from '@tapmesh/events';
import { MessageFactory, type NewMessage } from '@tapmesh/messaging';
import type { SimulatedMesh } from '../mesh/simulated-mesh.js';
import { NATURE, type World } from '../world/world.js';
import { CUSTOMERS_BANK, MERCHANTS_BANK } from './directory.js';

type OnIncoming =
  Command.CancelIncomingPayment | Command.ApproveIncomingPayment | Command.CompleteIncomingPayment;

const ON_INCOMING: readonly OnIncoming[] = [
  Command.CancelIncomingPayment,
  Command.CancelIncomingPayment,
  Command.ApproveIncomingPayment,
  Command.CompleteIncomingPayment,
];

/**
 * Commands that the flow of a payment does not know: the merchant's bank cancels, approves or
 * completes the incoming payment at any moment, and banks speak of payments that are not theirs.
 */
export class Meddler {
  private readonly messages = new Map(
    [CUSTOMERS_BANK, MERCHANTS_BANK].map((tenantId) => [
      tenantId,
      new MessageFactory({ source: `/mock-ase/${tenantId}` }),
    ]),
  );

  constructor(
    private readonly world: World,
    private readonly mesh: SimulatedMesh,
  ) {}

  begin(times: number, withinMs: number): void {
    const { world } = this;
    for (let time = 0; time < times; time += 1) {
      world.schedule(NATURE, world.random.between(100, withinMs), () => this.meddle());
    }
  }

  private meddle(): void {
    const { random } = this.world;
    const rows = this.mesh.tables.pos.cardPayments.all();
    if (rows.length === 0) return;
    const { request_id: requestId, incoming_payment_id: incomingId } = random.pick(rows);
    const outgoingId = this.mesh.tables.card.cardPayments.rows.get(requestId)?.outgoingPaymentId;
    if (outgoingId !== undefined && random.chance(0.3)) {
      this.say(MERCHANTS_BANK, {
        type: Command.FundOutgoingPayment,
        key: random.pick([requestId, outgoingId]),
        subject: outgoingId,
        data: { id: outgoingId },
      });
      return;
    }
    const data = { id: incomingId };
    const key = random.pick([requestId, incomingId]);
    const type = random.pick(ON_INCOMING);
    this.say(random.pick([MERCHANTS_BANK, MERCHANTS_BANK, CUSTOMERS_BANK]), {
      ...{ type, key, subject: incomingId, data },
    });
  }

  private say<T extends OnIncoming | Command.FundOutgoingPayment>(
    tenantId: string,
    message: NewMessage<T>,
  ): void {
    const made: Message = this.messages.get(tenantId)!.make({ ...message, tenantId });
    this.mesh.bus.append({
      topic: contract[made.type].topic,
      key: made.key,
      value: JSON.stringify(made.data),
      headers: envelopeToHeaders(made),
    });
  }
}
