import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tapmesh/messaging';
import { v7 as uuidv7 } from 'uuid';
import type { ReceivedPayment } from '../credits/received-payment.js';
import { Withdrawals } from '../credits/withdrawals.js';
import { BackendRequestsRepository } from './backend-requests.repository.js';

@Injectable()
export class HttpWithdrawals extends Withdrawals {
  constructor(private readonly requests: BackendRequestsRepository) {
    super();
  }

  override add(tx: Transaction, payments: ReceivedPayment[]): void {
    const requests = payments.map(({ id }) => ({
      id: uuidv7(),
      paymentId: id,
      ask: { verdict: 'withdraw' as const },
      afterMs: 0,
    }));
    // Nobody waits for it: the worker's next look finds it.
    tx.withCommit(this.requests.add(tx.manager, requests));
  }
}
