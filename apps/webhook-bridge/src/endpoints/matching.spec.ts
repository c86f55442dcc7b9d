import { Audience, type Envelope } from '@tapmesh/events';
import type { Endpoint } from './endpoint.js';
import { hears, names } from './matching.js';

const TENANT = '01980000-0000-7000-8000-000000000101';
const endpoint = (change: Partial<Endpoint> = {}): Endpoint => ({
  id: '01980000-0000-7000-8000-00000000e001',
  tenantId: TENANT,
  url: 'https://consumer.example/',
  role: Audience.Tenant,
  eventTypes: ['outgoing_payment.*', 'incoming_payment.completed'],
  format: 'standard',
  signature: 'v1',
  headers: {},
  timeoutMs: 1_000,
  retryScheduleS: [],
  orderHoldMs: 0,
  enabled: true,
  ...change,
});
const envelope = (type: string, change: Partial<Envelope> = {}) =>
  ({ type, audience: [Audience.Tenant], tenantId: TENANT, ...change }) as Envelope;
const card = { audience: [Audience.CardService] };
const cards = endpoint({ role: Audience.CardService, eventTypes: ['outgoing_payment.funded'] });

describe('whether an endpoint hears an event', () => {
  it.each<[string, boolean, Endpoint, Envelope]>([
    ['by a noun', true, endpoint(), envelope('outgoing_payment.created')],
    ['by its name', true, endpoint(), envelope('incoming_payment.completed')],
    ['not another one', false, endpoint(), envelope('incoming_payment.created')],
    [
      'in whatever case its tenant is written',
      true,
      endpoint(),
      envelope('outgoing_payment.created', { tenantId: TENANT.toUpperCase() }),
    ],
    [
      'not another tenant’s',
      false,
      endpoint(),
      envelope('outgoing_payment.created', { tenantId: TENANT.replace('101', '102') }),
    ],
    [
      'not one of no tenant',
      false,
      endpoint(),
      envelope('outgoing_payment.created', { tenantId: undefined }),
    ],
    [
      'no decision, which is for card services alone',
      false,
      endpoint({ eventTypes: ['outgoing_payment.funded'] }),
      envelope('outgoing_payment.funded', card),
    ],
    ['a decision, as a card service', true, cards, envelope('outgoing_payment.funded', card)],
    [
      'any tenant’s, as a card service',
      true,
      cards,
      envelope('outgoing_payment.funded', { ...card, tenantId: TENANT.replace('101', '102') }),
    ],
    [
      'nothing that is for tenants, as a card service',
      false,
      endpoint({ role: Audience.CardService }),
      envelope('outgoing_payment.created'),
    ],
    [
      'nothing that Rafiki does not know, as a consumer made for it',
      false,
      endpoint({ format: 'rafiki', eventTypes: ['outgoing_payment.expired'] }),
      envelope('outgoing_payment.expired'),
    ],
    [
      'what Rafiki knows, as a consumer made for it',
      true,
      endpoint({ format: 'rafiki' }),
      envelope('outgoing_payment.created'),
    ],
  ])('%s: %p', (_name, expected, one, event) => expect(hears(one, event)).toBe(expected));

  it.each([
    ['outgoing_payment.*', 'outgoing_payment.failed', true],
    ['outgoing_payment.*', 'outgoing_payment.expired', false],
    ['outgoing_payment.*', 'outgoing_payment.funded', false],
    ['outgoing_payment.expired', 'outgoing_payment.expired', true],
    ['outgoing_payment.*', 'outgoing_payments.created', false],
    ['asset.*', 'asset.liquidity_low', true],
  ])('%s names %s: %p', (name, type, expected) => expect(names(name, type)).toBe(expected));
});
