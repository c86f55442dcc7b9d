/** For the simulation of the rules alone: the parts that the modules wire together. */
export {
  AT_CONNECTION,
  isFinal,
  type CardPayment,
  type FinalCardPayment,
  type RejectRequest,
  type Verdict,
} from './card-payments/card-payment.js';
export { CardPaymentEntity, toCardPayment } from './card-payments/card-payment.entity.js';
export { CardPaymentMessages } from './card-payments/card-payment.messages.js';
export { CardPaymentsConsumer } from './card-payments/card-payments.consumer.js';
export {
  CardPaymentsRepository,
  type PaymentRequest,
  type ReplyMove,
} from './card-payments/card-payments.repository.js';
export { CardPaymentsService } from './card-payments/card-payments.service.js';
export { RejectedRequests } from './card-payments/rejected-requests.js';
export { migrations } from './migrations/index.js';
