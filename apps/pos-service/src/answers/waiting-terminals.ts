import { WaitingRoom, type Place as AnyPlace, type Word as AnyWord } from '@tapmesh/service-kit';
import type { FinalCardPayment } from '../card-payments/card-payment.js';
import type { Admission } from './admission.js';

export type Word = AnyWord<FinalCardPayment>;
export type Place = AnyPlace<FinalCardPayment>;

/** The terminals that wait in this process. */
export class WaitingTerminals extends WaitingRoom<FinalCardPayment> {
  constructor(admission: Pick<Admission, 'admits'>) {
    super({ admits: (waiting) => admission.admits(waiting) });
  }
}
