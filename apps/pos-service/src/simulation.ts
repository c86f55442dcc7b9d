/** For the simulation of the rules alone: the parts that the modules wire together. */
export { ownAnswer } from './answers/http-answer.js';
export type { HttpReply } from './answers/http-reply.js';
export { SecondLook } from '@tapmesh/service-kit';
export { Admission } from './answers/admission.js';
export { WaitingTerminals } from './answers/waiting-terminals.js';
export { isAddressedToUs } from './card-payments/addressed.js';
export {
  isFinal,
  type CardPayment,
  type FinalCardPayment,
  type Verdict,
} from './card-payments/card-payment.js';
export { eventOf } from './card-payments/card-payment.decide.js';
export { toCardPayment, type CardPaymentRow } from './card-payments/card-payment.row.js';
export { CardPaymentsConsumer } from './card-payments/card-payments.consumer.js';
export { CardPaymentsController } from './card-payments/card-payments.controller.js';
export { AskForeignCardServices1760000100003 } from './foreign-card-services/foreign-requests.migration.js';
export { CreateCardPayments1760000100002 } from './card-payments/card-payments.migration.js';
export { CardPaymentsRepository } from './card-payments/card-payments.repository.js';
export { CardPaymentsService } from './card-payments/card-payments.service.js';
export { KnownPayments } from './card-payments/known-payments.js';
export type { NewCardPayment } from './card-payments/new-card-payment.js';
export { PaymentWriter } from './card-payments/payment-writer.js';
export { VerdictsService } from './card-payments/verdicts.service.js';
export {
  MerchantWalletAddresses,
  type MerchantWalletAddress,
} from './merchants/merchant-wallet-addresses.js';
export { PosMetrics } from './metrics/pos-metrics.js';
export { PosServiceConfig } from './pos-service.config.js';
export {
  SenderWalletAddresses,
  type SenderLookup,
} from './sender-wallet-addresses/sender-wallet-addresses.js';
export type { Terminal } from './terminals/terminals.js';
