import { WaitingRoom } from '@tapmesh/service-kit';
import type { FinalCardPayment } from '../card-payments/card-payment.js';

/** The POS services that wait in this process for an answer over HTTP. */
export class WaitingCallers extends WaitingRoom<FinalCardPayment> {}
