import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { RefusalCode } from '@tapmesh/events';
import { DataSource } from 'typeorm';
import { HoldsRepository } from '../holds/holds.repository.js';
import { HoldsService } from '../holds/holds.service.js';
import type { BackendRequest } from './backend-request.js';
import type { EndState, LookedUpPayment } from './request-outcome.js';

const CODES = new Set<string>(Object.values(RefusalCode));

/** Books what the backend answers about a payment as what it tells of one. */
@Injectable()
export class ToldEnds {
  constructor(
    private readonly holds: HoldsService,
    private readonly repository: HoldsRepository,
    @InjectDataSource() private readonly dataSource: DataSource,
  ) {}

  /** A look that finds no payment frees its hold too, whichever command made that. */
  async refused({ id, paymentId, ask }: BackendRequest, code: string): Promise<void> {
    const hold = await this.hold(paymentId);
    const commandId = ask.verdict === 'look' ? (hold?.commandId ?? id) : id;
    const refusal = CODES.has(code) ? (code as RefusalCode) : RefusalCode.InvalidMessage;
    await this.holds.releaseRefused([
      { subject: paymentId, data: { commandId, paymentId, code: refusal } },
    ]);
  }

  async ended(
    { paymentId }: BackendRequest,
    { state, payment }: { state: EndState; payment: LookedUpPayment },
  ): Promise<void> {
    const hold = await this.hold(paymentId);
    if (hold === null) return;
    const { debitAmount, sentAmount } = payment;
    const data = { id: paymentId, walletAddressId: hold.accountId, debitAmount, sentAmount };
    const told = { type: `the look at a ${state} payment`, data };
    if (state === 'COMPLETED') await this.holds.settle([told]);
    else if (state === 'FAILED') await this.holds.fail([told]);
    else await this.holds.expire([told]);
  }

  private hold(paymentId: string) {
    return this.repository.byPaymentId(this.dataSource.manager, paymentId);
  }
}
