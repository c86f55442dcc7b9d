/** What each party wrote down of one card payment, with the times that it gave it. */
export interface StoredPayment {
  requestId: string;
  pos?: {
    status: string;
    decline_reason: string | null;
    tapped_at: Date;
    created_at: Date;
    decided_at: Date | null;
  };
  card?: {
    status: string;
    decline_reason: string | null;
    /** Null of a request that it could not handle: it was declined without its content. */
    incoming_payment_id: string | null;
    created_at: Date;
    answered_at: Date | null;
  };
  incoming?: {
    id: string;
    state: string;
    created_at: Date;
    completed_at: Date | null;
    cancelled_at: Date | null;
  };
  outgoing?: {
    id: string;
    state: string;
    cancel_reason: string | null;
    error: string | null;
    created_at: Date;
    funded_at: Date | null;
    completed_at: Date | null;
    cancelled_at: Date | null;
    failed_at: Date | null;
  };
  holds: {
    bank: string;
    status: string;
    amount: string;
    release_reason: string | null;
    created_at: Date;
    updated_at: Date;
  }[];
  credits: { bank: string; amount: string; created_at: Date }[];
  /** Committed, and not on a topic yet. */
  outbox: { service: string; type: string; topic: string; created_at: Date }[];
}
