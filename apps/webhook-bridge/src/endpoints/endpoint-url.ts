import { isPublicAddress } from '@tapmesh/service-kit';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';

export interface UrlRules {
  /** Hosts, without their ports, that may be anywhere and speak plain HTTP; for development. */
  allowedHosts: readonly string[];
  /** HTTPS alone, as in production. */
  httpsOnly: boolean;
  /** @internal for tests: how names become addresses */
  resolve?: (host: string) => Promise<{ address: string }[]>;
}

/**
 * What is wrong with an endpoint's URL; undefined: nothing now. The address is looked at again when it is
 * connected to, for a name may come to mean another one.
 */
export async function faultOfUrl(text: string, rules: UrlRules): Promise<string | undefined> {
  const url = URL.parse(text);
  if (url === null) return 'must be a URL';
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must begin with https://';
  if (url.username !== '' || url.password !== '') return 'must not hold a name or password';
  if (url.hash !== '') return 'must not have a fragment';
  // The parser has made 2130706433, 0x7f.1 and 0177.0.0.1 the addresses that they are.
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  if (rules.allowedHosts.some((allowed) => allowed.toLowerCase() === host)) return undefined;
  if (rules.httpsOnly && url.protocol !== 'https:') return 'must begin with https://';
  return isIP(host) === 0 ? faultOfName(host, rules) : faultOfAddress(host);
}

async function faultOfName(
  host: string,
  { resolve = resolved }: UrlRules,
): Promise<string | undefined> {
  const addresses = await resolve(host).catch(() => []);
  if (addresses.length === 0) return `has a host that cannot be found: ${host}`;
  return addresses
    .map(({ address }) => faultOfAddress(address))
    .find((fault) => fault !== undefined);
}

function faultOfAddress(address: string): string | undefined {
  return isPublicAddress(address)
    ? undefined
    : `must be at an address of the public internet, not at ${address}`;
}

const resolved = (host: string): Promise<{ address: string }[]> => lookup(host, { all: true });
