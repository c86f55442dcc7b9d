import { CardPaymentEvent, Command } from '@tapmesh/events';
import { MessageFactory, type OutgoingMessage, type Transactions } from '@tapmesh/messaging';
import { DataSource } from 'typeorm';
import { migrations } from '../migrations/index.js';
import { approvalOf, declineOf, paymentRequest, requestContent } from '../testing/requests.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import type { Decision } from './card-payment.js';
import { CardPaymentEntity } from './card-payment.entity.js';
import { CardPaymentMessages } from './card-payment.messages.js';
import { CardPaymentsRepository } from './card-payments.repository.js';
import { CardPaymentsService } from './card-payments.service.js';

/** Real: PostgreSQL, its transactions and locks. Not real: the outbox is a list; Kafka is absent. */
describe('the card payments on PostgreSQL', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let service: CardPaymentsService;
  let sent: OutgoingMessage[];

  beforeAll(async () => {
    database = await createTestDatabase('card_service');
    dataSource = await new DataSource({
      type: 'postgres',
      url: database.url,
      entities: [CardPaymentEntity],
      migrations,
    }).initialize();
    await dataSource.runMigrations();
    service = new CardPaymentsService(
      listingTransactions(),
      new CardPaymentsRepository(),
      new CardPaymentMessages(new MessageFactory({ source: '/card-service' })),
    );
  });

  beforeEach(() => {
    sent = [];
  });

  afterAll(async () => {
    await dataSource?.destroy();
    await database?.drop();
  });

  it('has one outgoing payment made for each request of a batch', async () => {
    const requests = [paymentRequest(), paymentRequest(), paymentRequest()];

    await service.request(requests);

    expect(sent.map(({ message }) => message)).toEqual(
      requests.map(({ command, content }) =>
        expect.objectContaining({
          type: Command.CreateOutgoingPayment,
          id: command.outgoingPaymentId,
          key: content.requestId,
          deadline: '2026-01-01T00:00:10.000Z',
          data: {
            id: command.outgoingPaymentId,
            walletAddress: content.senderWalletAddress,
            incomingPaymentId: content.incomingPaymentId,
            initiatedBy: 'CARD',
            expectedAmount: content.amount,
            cardDetails: {
              requestId: content.requestId,
              initiatedAt: '2025-09-17T10:33:01.325Z',
              data: { signature: content.signature, payload: content.payload },
            },
          },
        }),
      ),
    );
  });

  it('asks the backend once when the same request comes twice in one batch', async () => {
    const content = requestContent();

    await service.request([paymentRequest(content, 1), paymentRequest(content, 2)]);

    expect(sent).toHaveLength(1);
    expect(await stored(content.requestId)).toMatchObject({ replyPartition: 2 });
  });

  it('asks the backend once when many instances get the same requests at once', async () => {
    const contents = Array.from({ length: 20 }, () => requestContent());
    const batches = Array.from({ length: 8 }, (_, instance) =>
      (instance % 2 ? contents : contents.toReversed()).map((content) => paymentRequest(content)),
    );

    await Promise.all(batches.map((batch) => service.request(batch)));

    expect(keysOf(sent).toSorted()).toEqual(contents.map((c) => c.requestId).toSorted());
  });

  it('answers an approved and a declined payment of one batch, each where its terminal waits', async () => {
    const approved = paymentRequest(requestContent(), 3);
    const declined = paymentRequest(requestContent(), 4);
    await given(approved, declined);

    await service.conclude([approvalOf(approved), declineOf(declined)]);

    expect(answers()).toEqual([
      {
        partition: 3,
        key: approved.command.requestId,
        type: CardPaymentEvent.Approved,
        data: {
          requestId: approved.command.requestId,
          outgoingPaymentId: approved.command.outgoingPaymentId,
        },
      },
      {
        partition: 4,
        key: declined.command.requestId,
        type: CardPaymentEvent.Declined,
        data: { requestId: declined.command.requestId, reason: 'insufficient_funds' },
      },
    ]);
    expect(await stored(declined.command.requestId)).toMatchObject({
      status: 'DECLINED',
      declineReason: 'insufficient_funds',
      answeredAt: expect.any(Date),
    });
  });

  it('answers once when an approval and a decline race, and the row says what was answered', async () => {
    const requests = Array.from({ length: 20 }, () => paymentRequest());
    await given(...requests);

    await Promise.all(
      requests.flatMap((request) => [
        service.conclude([approvalOf(request)]),
        service.conclude([declineOf(request)]),
        service.conclude([approvalOf(request)]),
      ]),
    );

    expect(sent).toHaveLength(requests.length);
    for (const { message } of sent) {
      const { status } = await stored(message.key);
      expect(message.type).toBe(`card_payment.${status.toLowerCase()}`);
    }
  });

  it('sends the answer to the newest place when the terminal has asked again elsewhere', async () => {
    const request = paymentRequest(requestContent(), 1);
    await given(request);
    await service.request([paymentRequest(request.content, 5)]);

    await service.conclude([approvalOf(request)]);

    expect(answers()).toMatchObject([{ partition: 5, type: CardPaymentEvent.Approved }]);
  });

  it('repeats the answer to whoever asks after it', async () => {
    const request = paymentRequest(requestContent(), 1);
    await given(request);
    await service.conclude([declineOf(request, 'card_blocked')]);

    await service.request([paymentRequest(request.content, 2)]);

    expect(answers()).toMatchObject([
      { partition: 1, data: { reason: 'card_blocked' } },
      { partition: 2, data: { reason: 'card_blocked' } },
    ]);
  });

  it('keeps the first content of a request id', async () => {
    const request = paymentRequest();
    await given(request);
    const { requestId } = request.content;
    const other = paymentRequest(
      requestContent({ requestId, amount: { ...request.content.amount, value: '9999' } }),
    );

    expect(await service.request([other])).toEqual([refused('content_differs')]);
    expect(sent).toEqual([]);
    expect(await stored(requestId)).toMatchObject({
      amount: '1000',
      outgoingPaymentId: request.command.outgoingPaymentId,
    });
  });

  it('changes nothing at a later word that differs, another payment’s, or a stranger’s', async () => {
    const request = paymentRequest();
    const stranger = paymentRequest();
    await given(request);
    const ofAnother = { ...declineOf(request), outgoingPaymentId: stranger.content.requestId };
    const decisions = [
      await service.conclude([ofAnother, approvalOf(request)]),
      await service.conclude([declineOf(request), approvalOf(stranger)]),
    ].flat();

    expect(decisions).toEqual([
      refused('other_payment'),
      { accepted: true, changes: [{ type: 'approved' }] },
      refused('already_answered'),
      refused('unknown_request'),
    ]);
    expect(sent).toHaveLength(1);
    expect(await stored(request.command.requestId)).toMatchObject({ status: 'APPROVED' });
  });

  it('sends an answer without a partition when the asker named none', async () => {
    const request = paymentRequest(requestContent(), null);
    await given(request);

    await service.conclude([approvalOf(request)]);

    expect(answers()).toMatchObject([{ partition: undefined, key: request.command.requestId }]);
  });

  /** Requested, and the command to the backend forgotten. */
  async function given(...requests: Parameters<CardPaymentsService['request']>[0]): Promise<void> {
    await service.request(requests);
    sent = [];
  }

  function stored(requestId: string): Promise<CardPaymentEntity> {
    return dataSource.manager.findOneByOrFail(CardPaymentEntity, { requestId });
  }

  function answers() {
    return sent.map(({ message: { key, type, data }, partition }) => ({
      partition,
      key,
      type,
      data,
    }));
  }

  function listingTransactions(): Transactions {
    return {
      run: async (work: Parameters<Transactions['run']>[0]) => {
        const outbox: OutgoingMessage[] = [];
        const result = await dataSource.transaction((manager) =>
          work({
            manager,
            send: (...messages) => void outbox.push(...messages),
            firstTime: (messages) => Promise.resolve(messages),
            withCommit: () => undefined,
          }),
        );
        sent.push(...outbox);
        return result;
      },
    } as Transactions;
  }
});

function keysOf(messages: OutgoingMessage[]): string[] {
  return messages.map(({ message }) => message.key);
}

function refused(refusal: string): Decision {
  return { accepted: false, refusal } as Decision;
}
