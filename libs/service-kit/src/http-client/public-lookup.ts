import { lookup, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.js';

/** The host has no address that we may connect to. */
export class PrivateAddressError extends Error {
  constructor(host: string) {
    super(`${host} is at a private, loopback, link-local or otherwise special address`);
  }
}

/**
 * DNS for connections to hosts that others name. The socket connects to what comes out of here and to
 * nothing else, so that a name which is public when it is looked at and private when it is used
 * (DNS rebinding) gains nothing: it is looked up once, for the connection itself.
 */
export function publicLookup(resolve: typeof lookup = lookup): LookupFunction {
  return (host, options, callback) => {
    resolve(host, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error !== null) {
        callback(error, []);
        return;
      }
      const allowed = addresses.filter(({ address }) => isPublicAddress(address));
      const [first] = allowed;
      if (first === undefined) callback(new PrivateAddressError(host), []);
      else if (options.all === true) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
}
