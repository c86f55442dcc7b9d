import {
  AT_CONNECTION,
  type CardPayment,
  type CardPaymentChange,
  type CardPaymentCommand,
  type CardPaymentRefusal,
  type Decision,
  type RejectRequest,
  type RequestPayment,
  type Verdict,
} from './card-payment.js';

/**
 * What follows from a command, by the payment's state alone. There is no clock here: a payment is
 * over when the backend says so, and a deadline of our own could contradict it.
 */
export function decide(payment: CardPayment | undefined, command: CardPaymentCommand): Decision {
  switch (command.type) {
    case 'request':
      return payment === undefined ? ask(command) : askAgain(payment, command);
    case 'reject':
      return payment === undefined ? reject(command) : rejectAgain(payment, command);
    case 'approve':
    case 'decline':
      return payment === undefined ? refuse('unknown_request') : hear(payment, command);
    default:
      return unreachable(command);
  }
}

/** The payment after a change. Only `requested` and `rejected` may find no payment. */
export function evolve(payment: CardPayment | undefined, change: CardPaymentChange): CardPayment {
  if (change.type === 'requested') return { ...change.payment, status: 'REQUESTED' };
  if (change.type === 'rejected') {
    return { ...change.payment, status: 'DECLINED', reason: change.reason };
  }
  if (payment === undefined) throw new Error(`${change.type} of a card payment nobody asked for`);
  switch (change.type) {
    case 'reply_redirected':
      return { ...payment, replyTo: change.replyTo };
    case 'approved':
      return { ...payment, status: 'APPROVED' };
    case 'declined':
      return { ...payment, status: 'DECLINED', reason: change.reason };
    case 'answer_repeated':
      return payment;
    default:
      return unreachable(change);
  }
}

function ask({ type: _, ...payment }: RequestPayment): Decision {
  return accept({ type: 'requested', payment });
}

function askAgain(payment: CardPayment, request: RequestPayment): Decision {
  const { contentDigest } = payment;
  if (contentDigest !== null && contentDigest !== request.contentDigest) {
    return refuse('content_differs');
  }
  const { replyTo } = request;
  switch (payment.status) {
    case 'REQUESTED':
      // Who waits at a connection takes the answer from nobody who waits for a message.
      return replyTo === AT_CONNECTION || replyTo === payment.replyTo
        ? accept()
        : accept({ type: 'reply_redirected', replyTo });
    case 'APPROVED':
    case 'DECLINED':
      return accept({ type: 'answer_repeated', replyTo });
    default:
      return unreachable(payment);
  }
}

/** What nobody can handle starts nothing, and its terminal must not wait in vain. */
function reject({ type: _, reason, ...payment }: RejectRequest): Decision {
  return accept({ type: 'rejected', payment, reason });
}

/** One copy of the question was readable, then: what came of that one stands. */
function rejectAgain(payment: CardPayment, { replyTo }: RejectRequest): Decision {
  return payment.status === 'REQUESTED' ? accept() : accept({ type: 'answer_repeated', replyTo });
}

function hear(payment: CardPayment, verdict: Verdict): Decision {
  if (payment.outgoingPaymentId !== verdict.outgoingPaymentId) return refuse('other_payment');
  switch (payment.status) {
    case 'REQUESTED':
      return verdict.type === 'approve'
        ? accept({ type: 'approved' })
        : accept({ type: 'declined', reason: verdict.reason });
    case 'APPROVED':
      return verdict.type === 'approve' ? accept() : refuse('already_answered');
    case 'DECLINED':
      return verdict.type === 'decline' && verdict.reason === payment.reason
        ? accept()
        : refuse('already_answered');
    default:
      return unreachable(payment);
  }
}

function accept(...changes: CardPaymentChange[]): Decision {
  return { accepted: true, changes };
}

function refuse(refusal: CardPaymentRefusal): Decision {
  return { accepted: false, refusal };
}

function unreachable(value: never): never {
  throw new Error(`not handled: ${JSON.stringify(value)}`);
}
