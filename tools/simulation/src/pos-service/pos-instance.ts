import { Topic } from '@tapmesh/events';
import {
  Admission,
  CardPaymentsConsumer,
  CardPaymentsController,
  CardPaymentsService,
  isAddressedToUs,
  KnownPayments,
  MerchantWalletAddresses,
  PosMetrics,
  PosServiceConfig,
  SecondLook,
  SenderWalletAddresses,
  WaitingTerminals,
  type MerchantWalletAddress,
  type SenderLookup,
} from '@tapmesh/pos-service/simulation';
import { Messaging } from '../mesh/messaging.js';
import { noMetrics } from '../mesh/no-metrics.js';
import type { Running, StartInstance } from '../mesh/service.js';
import { MemoryCardPayments, type PosServiceTables } from './memory-card-payments.js';
import { PosDoor } from './pos-door.js';

/** What the POS service asks others for before it starts a payment. */
export interface PosDirectory {
  merchants: ReadonlyMap<string, MerchantWalletAddress>;
  /** What is heard at a sender's wallet address, if it can be asked now. */
  lookUpSender: (url: string) => SenderLookup['kind'];
}

export interface RunningPos extends Running {
  door: PosDoor;
}

class MerchantsFromMemory extends MerchantWalletAddresses {
  constructor(private readonly known: PosDirectory['merchants']) {
    super(undefined as never);
  }

  override byUrl(url: string): Promise<MerchantWalletAddress | undefined> {
    return Promise.resolve(this.known.get(url));
  }
}

class SendersFromMemory extends SenderWalletAddresses {
  constructor(private readonly lookUpSender: PosDirectory['lookUpSender']) {
    super({ baseUrl: 'http://unused', timeoutMs: 1, cacheMs: 1, cacheSize: 1 });
  }

  override lookUp(url: string): Promise<SenderLookup> {
    return Promise.resolve({ kind: this.lookUpSender(url) });
  }
}

export function startPosService(
  directory: PosDirectory,
): StartInstance<PosServiceTables, RunningPos> {
  return (surroundings) => {
    const { instance, bus, database, tables, parts, settings } = surroundings;
    const config: PosServiceConfig = Object.assign(new PosServiceConfig(), settings.pos);
    const messaging: Messaging = new Messaging({
      ...surroundings,
      tables: tables.messaging,
      Outbox: parts.PosOutbox,
      options: {
        source: '/pos-service',
        groupId: 'pos-service',
        topics: [Topic.CardAnswers, Topic.CommandRefusals],
        accepts: isAddressedToUs,
      },
    });
    const { dataSource, transactions, messages, server } = messaging;
    const payments = new MemoryCardPayments(database, tables, dataSource);
    // Overload is a matter of real time, which a simulation has none of.
    const admission = new Admission({
      maxWaiting: config.maxWaiting,
      overloadAfterMs: Infinity,
      maxOutboxAgeMs: Infinity,
      outboxAgeMs: () => 0,
    });
    const waiting = new WaitingTerminals(admission);
    const metrics = new PosMetrics(noMetrics, waiting, admission);
    const writer = new parts.PosWriter(transactions, payments, messages, server, config);
    const service = new CardPaymentsService(
      new MerchantsFromMemory(directory.merchants),
      new SendersFromMemory(directory.lookUpSender),
      writer,
      new KnownPayments(payments),
      waiting,
      config,
    );
    const secondLook = new SecondLook({
      waiting,
      findFinal: (requestIds) => payments.findFinal(requestIds),
      intervalMs: config.secondLookMs,
      onError: () => undefined,
    });
    const verdicts = new parts.PosVerdicts(payments, waiting, metrics, admission);
    messaging.start([new CardPaymentsConsumer(verdicts)]);
    secondLook.start();
    return {
      door: new PosDoor(bus.world, instance, new CardPaymentsController(service, metrics, config)),
      stop: async () => {
        waiting.close();
        secondLook.stop();
        await messaging.close();
        await messaging.shutDown();
      },
    };
  };
}
