/** Where the public can reach what a wallet address's JSON names. */
export class WalletAddressOptions {
  /** The backend's own public URL: a wallet address's URL is this and its path. */
  baseUrl: string;
  /** Left out of the JSON when unset. */
  cardServiceUrl?: string;
  /** The authorization server; the backend's own URL until there is one. */
  authServerUrl?: string;
}
