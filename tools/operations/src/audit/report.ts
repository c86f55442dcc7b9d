import type { Balance } from '@tapmesh/webhook-bridge/reconciliation';

/** Something in which the books differ. */
export interface Disagreement {
  /** A request id, where one is known; else a payment's, an account's or a transfer's id, an asset, or a service. */
  about: string;
  kind: string;
  message: string;
}

export interface AuditReport {
  /** Card payments that were compared. */
  payments: number;
  /** Left out where the mesh has no webhook bridge. */
  webhooks?: WebhooksReport;
  disagreements: Disagreement[];
  /** Whether the mesh came to rest in time; where it did not, what keeps it busy is a disagreement. */
  quiet: boolean;
  /** Tenants whose bank's database was not among the books: of their payments only the backend's side was compared. */
  withoutBooksOf: string[];
}

/** Sums over all endpoints and all days whose offsets the bridge keeps. */
export interface WebhooksReport extends Balance {
  endpoints: number;
}

/** What the rules say, before it is known whom it is about. */
export type Finding = Pick<Disagreement, 'kind' | 'message'>;

const MOST = 1_000;

/** Bounded: of books that are wrong throughout, the first thousand say enough. */
export class Disagreements {
  private readonly listed: Disagreement[] = [];
  private unlisted = 0;

  add(about: string, ...findings: Finding[]): void {
    for (const { kind, message } of findings) {
      if (this.listed.length < MOST) this.listed.push({ about, kind, message });
      else this.unlisted += 1;
    }
  }

  list(): Disagreement[] {
    if (this.unlisted === 0) return [...this.listed];
    const message = `${this.unlisted} further disagreements are not listed`;
    return [...this.listed, { about: 'audit', kind: 'not_listed', message }];
  }
}

export function formatReport(report: AuditReport): string {
  const { payments, webhooks, disagreements, quiet, withoutBooksOf } = report;
  const without =
    withoutBooksOf.length === 0 ? '' : `, without the books of ${withoutBooksOf.join(', ')}`;
  const compared = `${payments} card payments${webhooks ? webhooksLine(webhooks) : ''}${without}`;
  if (disagreements.length === 0) return `${compared}: the books agree\n`;
  const lines = disagreements.map(({ about, kind, message }) => `  ${about}  ${kind}: ${message}`);
  const restless = quiet ? '' : ', and the mesh did not come to rest';
  return [
    `${compared}: ${disagreements.length} disagreement${disagreements.length === 1 ? '' : 's'}${restless}`,
    ...lines,
    '',
  ].join('\n');
}

function webhooksLine({ endpoints, read, delivered, pending, failed, filtered }: WebhooksReport) {
  const what = `${delivered} delivered, ${pending} pending, ${failed} failed, ${filtered} filtered`;
  return `, ${read} events for ${endpoints} webhook endpoint${endpoints === 1 ? '' : 's'} (${what})`;
}
