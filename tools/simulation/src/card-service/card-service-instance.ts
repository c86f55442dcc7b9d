import {
  CardPaymentMessages,
  CardPaymentsConsumer,
  RejectedRequests,
} from '@tapmesh/card-service/simulation';
import { Topic } from '@tapmesh/events';
import { Messaging } from '../mesh/messaging.js';
import { noMetrics } from '../mesh/no-metrics.js';
import type { StartInstance } from '../mesh/service.js';
import { MemoryCardPayments, type CardServiceTables } from './memory-card-payments.js';

export const startCardService: StartInstance<CardServiceTables> = (surroundings) => {
  const { database, tables, parts } = surroundings;
  const messaging: Messaging = new Messaging({
    ...surroundings,
    tables: tables.messaging,
    options: {
      source: '/card-service',
      groupId: 'card-service',
      topics: [Topic.CardRequests, Topic.OutgoingPaymentStatus, Topic.CommandRefusals],
      onDeadLetter: (letter) => rejected.reject(letter),
    },
  });
  const service = new parts.CardPaymentsService(
    messaging.transactions,
    new MemoryCardPayments(database, tables),
    new CardPaymentMessages(messaging.messages),
  );
  const rejected = new RejectedRequests(service);
  messaging.start([new CardPaymentsConsumer(service, noMetrics)]);
  return {
    stop: async () => {
      await messaging.close();
      await messaging.shutDown();
    },
  };
};
