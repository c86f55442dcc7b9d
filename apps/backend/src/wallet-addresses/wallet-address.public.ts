import type { AdditionalProperty } from './properties/additional-property.js';
import type { WalletAddressOptions } from './wallet-address.options.js';
import type { WalletAddress } from './wallet-address.js';

/** A wallet address as Open Payments tells it, with `cardService` as Rafiki adds it. */
export interface PublicWalletAddress {
  /** The wallet address itself: its URL. */
  id: string;
  /** Left out where it has none. */
  publicName?: string;
  assetCode: string;
  assetScale: number;
  authServer: string;
  resourceServer: string;
  cardService?: string;
  /** Those that are for everybody; left out where there are none at all. */
  additionalProperties?: Record<string, string>;
}

export interface PublicParts {
  walletAddress: WalletAddress;
  properties: readonly AdditionalProperty[];
}

export function publicWalletAddress(
  { walletAddress: { url, publicName, assetCode, assetScale }, properties }: PublicParts,
  { baseUrl, authServerUrl, cardServiceUrl }: WalletAddressOptions,
): PublicWalletAddress {
  const visible = properties
    .filter(({ visibleInOpenPayments }) => visibleInOpenPayments)
    .map(({ key, value }) => [key, value]);
  return {
    id: url,
    ...(publicName === null ? {} : { publicName }),
    assetCode,
    assetScale,
    authServer: authServerUrl ?? baseUrl,
    resourceServer: baseUrl,
    ...(cardServiceUrl === undefined ? {} : { cardService: withSlash(cardServiceUrl) }),
    ...(visible.length === 0 ? {} : { additionalProperties: Object.fromEntries(visible) }),
  };
}

/** So that `new URL('payment', cardService)` keeps the whole path. */
function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}
