import type { CardPaymentsController, HttpReply, Terminal } from '@tapmesh/pos-service/simulation';
import type { Instance } from '../mesh/instance.js';
import { NATURE, type World } from '../world/world.js';

export interface Posted {
  terminal: Terminal;
  body: unknown;
}

export type Reply = { status: number; body: unknown } | { status: 'connection lost' };

/** A terminal's end of a connection. */
export interface Connection {
  /** As when a terminal is switched off: it hears nothing any more. */
  hangUp(): void;
}

/** HTTP to one instance: a request takes a while to arrive, an answer too, and both may not. */
export class PosDoor {
  constructor(
    private readonly world: World,
    private readonly instance: Instance,
    private readonly controller: CardPaymentsController,
  ) {}

  post(posted: Posted, networkMs: () => number, onReply: (reply: Reply) => void): Connection {
    const { world, instance } = this;
    const closed: (() => void)[] = [];
    let over = false;
    const end = (reply: Reply): void => {
      if (over) return;
      world.schedule(NATURE, networkMs(), () => {
        if (over) return;
        over = true;
        onReply(reply);
      });
    };
    let status = 200;
    const reply: HttpReply = {
      status: (code) => {
        status = code;
        return reply;
      },
      headers: () => reply,
      send: (body) => {
        end({ status, body });
        return reply;
      },
      raw: { once: (_event, listener) => closed.push(listener) },
    };
    instance.onDeath(() => end({ status: 'connection lost' }));
    world.schedule(instance, networkMs(), () => {
      const { terminal, body } = posted;
      void this.controller.take({ terminal } as never, body, reply);
    });
    return {
      hangUp: () => {
        over = true;
        world.schedule(instance, networkMs(), () => closed.forEach((listener) => listener()));
      },
    };
  }
}
