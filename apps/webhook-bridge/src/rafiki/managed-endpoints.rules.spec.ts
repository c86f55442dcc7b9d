import { isSame, managedEndpoints } from './managed-endpoints.rules.js';

const BANK = { id: '01980000-0000-7000-8000-000000000101', isOperator: false, settings: {} };
const OPERATOR = { id: '01980000-0000-7000-8000-000000000100', isOperator: true, settings: {} };
const withUrl = { ...BANK, settings: { WEBHOOK_URL: 'https://bank.example/hook' } };

describe('endpoints that settings and configuration make', () => {
  it('has a tenant that names where it hears webhooks', () => {
    expect(managedEndpoints([withUrl, OPERATOR], {})).toMatchObject([
      {
        tenantId: BANK.id,
        url: 'https://bank.example/hook',
        role: 'tenant',
        format: 'rafiki',
        managedBy: 'setting',
        timeoutMs: 2_000,
        retryScheduleS: [10, 20, 30, 40, 50, 60, 60, 60, 60, 60],
      },
    ]);
  });

  it('takes ours for tenants that name none', () => {
    const made = managedEndpoints([withUrl, OPERATOR], { webhookUrl: 'https://ours.example/' });
    expect(made.map(({ tenantId, url, managedBy }) => [tenantId, url, managedBy])).toEqual([
      [BANK.id, 'https://bank.example/hook', 'setting'],
      [OPERATOR.id, 'https://ours.example/', 'configuration'],
    ]);
  });

  it('gives the roles of card and point-of-sale services in the operator’s name', () => {
    const consumers = {
      cardWebhookServiceUrl: 'https://cards.example/webhook',
      posWebhookServiceUrl: 'https://pos.example/webhook',
    };
    const made = managedEndpoints([BANK, OPERATOR], consumers);
    expect(made.map(({ tenantId, role, eventTypes }) => [tenantId, role, eventTypes])).toEqual([
      [OPERATOR.id, 'card-service', ['outgoing_payment.funded', 'outgoing_payment.cancelled']],
      [OPERATOR.id, 'pos-service', ['incoming_payment.completed']],
    ]);
    expect(managedEndpoints([BANK], consumers)).toEqual([]);
  });

  it.each([
    [{ WEBHOOK_TIMEOUT: '5000', WEBHOOK_MAX_RETRY: '2' }, 5_000, 2],
    [{ WEBHOOK_TIMEOUT: '1', WEBHOOK_MAX_RETRY: '-1' }, 2_000, 10],
    [{ WEBHOOK_TIMEOUT: 'soon', WEBHOOK_MAX_RETRY: '1e9' }, 2_000, 10],
    [{ WEBHOOK_MAX_RETRY: '0' }, 2_000, 0],
  ])('with %p waits %i ms and tries %i times more', (settings, timeoutMs, retries) => {
    const tenant = { ...withUrl, settings: { ...withUrl.settings, ...settings } };
    const [made] = managedEndpoints([tenant], {});
    expect(made?.timeoutMs).toBe(timeoutMs);
    expect(made?.retryScheduleS).toHaveLength(retries);
  });

  it('is the same endpoint when its URL changes', () => {
    const [before] = managedEndpoints([withUrl], {});
    const elsewhere = { ...BANK, settings: { WEBHOOK_URL: 'https://bank.example/other' } };
    const [after] = managedEndpoints([elsewhere], {});
    expect(after?.id).toBe(before?.id);
    expect(isSame(before!, after!)).toBe(false);
    expect(isSame(before!, { ...before!, enabled: false })).toBe(true);
  });
});
