import type { WalletAddressOptions } from './wallet-address.options.js';
import type { WalletAddress } from './wallet-address.js';

/** A wallet address as Open Payments tells it, with `cardService` as Rafiki adds it. */
export interface PublicWalletAddress {
  /** The wallet address itself: its URL. */
  id: string;
  publicName: string;
  assetCode: string;
  assetScale: number;
  authServer: string;
  resourceServer: string;
  cardService?: string;
}

export function publicWalletAddress(
  { url, publicName, assetCode, assetScale }: WalletAddress,
  { baseUrl, authServerUrl, cardServiceUrl }: WalletAddressOptions,
): PublicWalletAddress {
  return {
    id: url,
    publicName,
    assetCode,
    assetScale,
    authServer: authServerUrl ?? baseUrl,
    resourceServer: baseUrl,
    ...(cardServiceUrl === undefined ? {} : { cardService: withSlash(cardServiceUrl) }),
  };
}

/** So that `new URL('payment', cardService)` keeps the whole path. */
function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}
