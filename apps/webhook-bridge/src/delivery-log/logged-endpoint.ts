/** What the log has to know of an endpoint; deleted ones too, as long as there are deliveries of theirs. */
export interface LoggedEndpoint {
  id: string;
  /** Paths of the payload's fields that are not shown. */
  maskedFields: readonly string[];
}

export abstract class LoggedEndpoints {
  /** A tenant's; undefined: everybody's. */
  abstract of(tenantId: string | undefined): Promise<readonly LoggedEndpoint[]>;
}
