import { Injectable } from '@nestjs/common';
import {
  fieldProblems,
  IncomingPaymentEvent,
  OutgoingPaymentDepositEvent,
  OutgoingPaymentWithdrawEvent,
} from '@tapmesh/events';
import { invalidRequest } from '@tapmesh/service-kit';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { CreditsService } from '../credits/credits.service.js';
import { HoldsService } from '../holds/holds.service.js';
import { MockAseConfig } from '../mock-ase.config.js';
import { ToldIncomingPayment, ToldOutgoingPayment, type WebhookBody } from './webhook.dto.js';

type Handle = (webhook: WebhookBody) => Promise<void>;

/** What the bank does with what it is told: the same as with what it hears over Kafka. */
@Injectable()
export class WebhooksService {
  private readonly handlers: ReadonlyMap<string, Handle>;

  constructor(
    holds: HoldsService,
    credits: CreditsService,
    private readonly config: MockAseConfig,
  ) {
    const outgoing = ({ type, data }: WebhookBody) => ({
      type,
      data: read(ToldOutgoingPayment, data),
    });
    const credit: Handle = ({ data }) => credits.credit([read(ToldIncomingPayment, data)]);
    this.handlers = new Map<string, Handle>([
      [
        OutgoingPaymentDepositEvent.Created,
        (webhook) => holds.decide([this.question(outgoing(webhook))]),
      ],
      [OutgoingPaymentWithdrawEvent.Completed, (webhook) => holds.settle([outgoing(webhook)])],
      [OutgoingPaymentWithdrawEvent.Failed, (webhook) => holds.fail([outgoing(webhook)])],
      [IncomingPaymentEvent.Completed, credit],
      [IncomingPaymentEvent.Expired, credit],
    ]);
  }

  /** What is of no concern, or of a type that is newer than this bank, is done with at once. */
  async take(webhook: WebhookBody): Promise<void> {
    await this.handlers.get(webhook.type)?.(webhook);
  }

  /** A webhook does not say by when a payment wants its decision: that is as long as the bank has patience. */
  private question(told: { type: string; data: ToldOutgoingPayment }) {
    const { id, createdAt } = told.data;
    const began = createdAt === undefined ? Date.now() : Date.parse(createdAt);
    const deadline = new Date(began + this.config.paymentPatienceMs).toISOString();
    return { ...told, key: id, deadline };
  }
}

function read<T extends object>(shape: new () => T, data: object): T {
  const instance = plainToInstance(shape, data);
  const problems = fieldProblems(validateSync(instance), 'data');
  if (problems.length > 0) throw invalidRequest(problems);
  return instance;
}
