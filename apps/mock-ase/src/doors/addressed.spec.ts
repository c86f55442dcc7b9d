import { isForBank } from './addressed.js';

const BANK = '01980000-0000-7000-8000-000000000101';

describe('what a bank listens to', () => {
  it.each([
    ['its own', { ce_tenantid: BANK, ce_audience: 'tenant' }, true],
    ['its own among others', { ce_tenantid: BANK, ce_audience: 'pos-service,tenant' }, true],
    ['another bank’s', { ce_tenantid: 'other', ce_audience: 'tenant' }, false],
    ['the card service’s refusals', { ce_tenantid: BANK, ce_audience: 'card-service' }, false],
    ['what names nobody', {}, false],
  ])('%s', (_what, headers, listens) => expect(isForBank(headers, BANK)).toBe(listens));
});
