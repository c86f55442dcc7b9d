import type { Transaction } from '@tapmesh/messaging';

/** What attempts have shown of endpoints; each id at most once in a list. */
export interface EndpointSigns {
  /** Some attempt succeeded. */
  answering: readonly string[];
  /** Attempts failed and none succeeded. */
  failing: readonly string[];
  /** It answered 410: nobody is there any more, and nothing is to be sent. */
  gone: readonly string[];
}

/** Where it is kept since when an endpoint has failed, and whether it is disabled for it. */
export abstract class EndpointHealth {
  /** In the transaction that stores what came of the attempts. */
  abstract note(tx: Transaction, signs: EndpointSigns): Promise<void>;
}
