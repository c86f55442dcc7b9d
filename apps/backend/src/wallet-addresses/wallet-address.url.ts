import { badInput } from '../admin-api/admin-api.error.js';

/** Well under what an index entry holds. */
const MAX_LENGTH = 1_000;

/** Where the backend answers with something else than a wallet address. */
const TAKEN = [
  'incoming-payments',
  'outgoing-payments',
  'quotes',
  'graphql',
  'health',
  'metrics',
  'jwks.json',
];

export interface WalletAddressUrlOptions {
  /** Where the tenant's wallet addresses are; a path is taken from here on. */
  tenantBase: string;
  /** What this backend answers at. */
  served: string;
}

/**
 * The URL of a new wallet address, from a URL or a path. Scheme and host in lower case, dots resolved,
 * as whoever looks it up writes it too.
 * @throws {AdminApiError} BAD_USER_INPUT where no wallet address can be
 */
export function newWalletAddressUrl(
  address: string,
  { tenantBase, served }: WalletAddressUrlOptions,
): string {
  const asked = address.trim();
  const base = withSlash(tenantBase);
  const url = hasScheme(asked) ? parsed(asked) : parsed(`${base}${asked.replace(/^\/+/, '')}`);
  if (url === undefined) throw badInput('address is neither a URL nor a path');
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw badInput('address is a URL without user, query and fragment');
  }
  if (url.href.length > MAX_LENGTH) throw badInput(`address has at most ${MAX_LENGTH} characters`);
  for (const allowed of [base, withSlash(served)]) {
    const root = parsed(allowed)?.href;
    if (root === undefined || !url.href.startsWith(root) || url.href === root) {
      throw badInput(`address is no URL under ${allowed}`);
    }
  }
  const parts = url.pathname.split('/').slice(1);
  if (parts.some((part) => part === '' || /%00/i.test(part))) {
    throw badInput('address has an empty part, or one with a NUL');
  }
  const below = url.href.slice(parsed(withSlash(served))!.href.length).split('/');
  if (TAKEN.includes(below[0]!) || below.at(-1) === 'jwks.json') {
    throw badInput('at this address the backend answers with something else');
  }
  return stored(url, served);
}

/** As it is stored, of a URL that somebody looks up; what is none stays as it is, and is nobody's. */
export function storedUrl(url: string, served: string): string {
  const read = parsed(url.trim());
  return read === undefined ? url : stored(read, served);
}

/** With the base as it is configured: that is what requests are looked up with. */
function stored(url: URL, served: string): string {
  const root = parsed(withSlash(served))?.href;
  if (root === undefined || !url.href.startsWith(root)) return url.href;
  return `${withSlash(served)}${url.href.slice(root.length)}`;
}

function parsed(url: string): URL | undefined {
  const read = URL.parse(url);
  return read === null || !/^https?:$/.test(read.protocol) ? undefined : read;
}

function hasScheme(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(text);
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}
