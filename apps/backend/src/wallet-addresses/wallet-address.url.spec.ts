import { AdminApiError } from '../admin-api/admin-api.error.js';
import { newWalletAddressUrl, storedUrl } from './wallet-address.url.js';

const served = 'http://backend.test';
const own = { tenantBase: served, served };

describe('the URL of a new wallet address', () => {
  it.each([
    ['accounts/eve', own, 'http://backend.test/accounts/eve'],
    ['/accounts/eve', own, 'http://backend.test/accounts/eve'],
    ['eve', { tenantBase: `${served}/bank`, served }, 'http://backend.test/bank/eve'],
    ['eve', { tenantBase: `${served}/bank/`, served }, 'http://backend.test/bank/eve'],
    ['HTTP://Backend.TEST/Eve', own, 'http://backend.test/Eve'],
    ['http://backend.test/a/../eve', own, 'http://backend.test/eve'],
    ['http://backend.test:80/eve', own, 'http://backend.test/eve'],
  ])('of %s', (address, options, url) => {
    expect(newWalletAddressUrl(address, options)).toBe(url);
  });

  it.each<[string, { tenantBase: string; served: string }]>([
    ['', own],
    ['/', own],
    ['http://backend.test', own],
    ['http://backend.test/', own],
    ['https://backend.test/eve', own],
    ['http://elsewhere.test/eve', own],
    ['http://backend.test.elsewhere.test/eve', own],
    ['http://backend.test:81/eve', own],
    ['http://user:secret@backend.test/eve', own],
    ['eve?from=card', own],
    ['eve#top', own],
    ['eve/', own],
    ['a//b', own],
    ['a%00b', own],
    ['mailto:eve@backend.test', own],
    ['incoming-payments/eve', own],
    ['graphql', own],
    ['health/live', own],
    ['eve/jwks.json', own],
    ['../eve', { tenantBase: `${served}/bank`, served }],
    ['eve', { tenantBase: 'http://elsewhere.test', served }],
    ['e'.repeat(1_001), own],
  ])('is not made of %s', (address, options) => {
    expect(() => newWalletAddressUrl(address, options)).toThrow(AdminApiError);
  });
});

describe('a URL that is looked up', () => {
  it.each([
    ['HTTP://Backend.Test/Eve', 'http://backend.test/Eve'],
    ['http://elsewhere.test', 'http://elsewhere.test/'],
    ['nobody', 'nobody'],
  ])('%s', (asked, stored) => {
    expect(storedUrl(asked, served)).toBe(stored);
  });

  it('begins as the base is written, not as it is parsed', () => {
    expect(storedUrl('http://backend.test/eve', 'http://Backend.test:80')).toBe(
      'http://Backend.test:80/eve',
    );
  });
});
