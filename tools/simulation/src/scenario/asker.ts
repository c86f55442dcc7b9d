import type { PosDoor, Reply } from '../pos-service/pos-door.js';
import { NATURE, type World } from '../world/world.js';
import type { Asking } from './scenario.js';

/** What a terminal was told, for good. */
export interface Told {
  asking: Asking;
  status: number;
  requestId?: string;
  code?: string;
  reason?: string;
}

export interface AskerSurroundings {
  world: World;
  /** An instance that takes requests now, if there is one. */
  door: () => PosDoor | undefined;
  networkMs: () => number;
  onTold: (told: Told) => void;
}

/** "Ask again": nothing of the payment's end is said by these. */
const NO_ANSWER = new Set([503, 504]);

/** A terminal that asks until it knows. */
export class Asker {
  done = false;
  private attempts = 0;
  private again: number;

  constructor(
    private readonly asking: Asking,
    private readonly surroundings: AskerSurroundings,
  ) {
    this.again = asking.asksAgain;
    surroundings.world.schedule(NATURE, asking.atMs, () => this.ask());
  }

  get name(): string {
    return this.asking.name;
  }

  private ask(): void {
    const { world, door, networkMs } = this.surroundings;
    const open = door();
    if (open === undefined) return this.later();
    this.attempts += 1;
    const { terminal, body, name, hangsUpAfterMs, walksOff } = this.asking;
    world.trace(
      () => `${name} asks: ${body.amount.value} from ${body.senderWalletAddress.split('/').at(-1)}`,
    );
    const connection = open.post({ terminal, body: { ...body } }, networkMs, (reply) =>
      this.hear(reply),
    );
    if (hangsUpAfterMs === undefined || this.attempts > 1) return;
    const attempt = this.attempts;
    world.schedule(NATURE, hangsUpAfterMs, () => {
      if (this.done || attempt !== this.attempts) return;
      world.trace(() => `${name} hangs up`);
      connection.hangUp();
      if (walksOff) this.done = true;
      else this.later();
    });
  }

  private hear(reply: Reply): void {
    const { world, onTold } = this.surroundings;
    world.trace(
      () =>
        `${this.name} hears ${reply.status} ${'body' in reply ? JSON.stringify(reply.body) : ''}`,
    );
    if (reply.status === 'connection lost' || NO_ANSWER.has(reply.status)) return this.later();
    this.attempts += 1;
    onTold(toTold(this.asking, reply.status, reply.body));
    if (this.again === 0) this.done = true;
    else {
      this.again -= 1;
      this.later();
    }
  }

  private later(): void {
    const { world } = this.surroundings;
    world.schedule(NATURE, world.random.between(20, 1_500), () => this.ask());
  }
}

function toTold(asking: Asking, status: number, body: unknown): Told {
  const { requestId, result, error } = body as {
    requestId?: string;
    result?: { code: string; reason?: string };
    error?: { code: string };
  };
  return { asking, status, requestId, code: result?.code ?? error?.code, reason: result?.reason };
}
