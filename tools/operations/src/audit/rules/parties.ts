import type { Finding } from '../report.js';

/** Who was to pay whom, as the terminal said it: URLs of wallet addresses. */
export interface Parties {
  sender: string;
  receiver: string;
}

/** The same as the others have it. */
export interface PartiesElsewhere {
  /** Left out where the card service does not know the request, or not its content. */
  card?: Parties;
  /** What each of the backend's payments takes from, as a URL; the id of one that has none. */
  senders: readonly string[];
  receivers: readonly string[];
}

/** That the right customer paid, and the right merchant was paid, whatever the outcome. */
export function partiesFindings(
  pos: Parties,
  { card, senders, receivers }: PartiesElsewhere,
): Finding[] {
  return [
    ...differing('payer_differs', pos.sender, { card: card?.sender, backend: senders }),
    ...differing('payee_differs', pos.receiver, { card: card?.receiver, backend: receivers }),
  ];
}

interface Elsewhere {
  card?: string;
  backend: readonly string[];
}

function differing(kind: string, atPos: string, { card, backend }: Elsewhere): Finding[] {
  const others = backend.map((url): [string, string] => ['backend', url]);
  if (card !== undefined) others.unshift(['card service', card]);
  return others
    .filter(([, url]) => url !== atPos)
    .map(([who, url]) => ({ kind, message: `the POS service says ${atPos}, the ${who} ${url}` }));
}
