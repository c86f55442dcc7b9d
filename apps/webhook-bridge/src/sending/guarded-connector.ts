import { isPublicAddress, PrivateAddressError, publicLookup } from '@tapmesh/service-kit';
import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';

export interface ConnectionGuard {
  /** Hosts, without their ports, that may be anywhere; for development. */
  allowedHosts: readonly string[];
  connectTimeoutMs: number;
  /** @internal for tests: how names become addresses */
  resolve?: typeof lookup;
}

/**
 * Connects to addresses of the public internet alone. A name is looked up once, for the connection itself,
 * so that one which means something else a moment later (DNS rebinding) gains nothing; and the address
 * that the socket has in the end is looked at again, whichever way it came by it.
 */
export function guardedConnector(guard: ConnectionGuard): buildConnector.connector {
  const allowed = allowance(guard.allowedHosts);
  const connect = buildConnector({
    timeout: guard.connectTimeoutMs,
    allowH2: false,
    lookup: guardedLookup(allowed, guard.resolve),
  } as buildConnector.BuildOptions);
  return (options, callback) => {
    const { hostname } = options;
    if (isForbiddenLiteral(hostname, allowed)) {
      callback(new PrivateAddressError(hostname), null);
      return;
    }
    connect(options, (...[error, socket]) => {
      const address = socket?.remoteAddress;
      if (socket && !allowed(hostname) && !isPublicAddress(address ?? '')) {
        socket.destroy();
        callback(new PrivateAddressError(hostname), null);
      } else if (error) callback(error, null);
      else callback(null, socket!);
    });
  };
}

type Allowance = (host: string) => boolean;

export function allowance(hosts: readonly string[]): Allowance {
  const names = new Set(hosts.map((host) => host.toLowerCase()));
  return (host) => names.has(withoutBrackets(host));
}

/** An address that stands in the URL is not looked up, so it is looked at here. */
export function isForbiddenLiteral(hostname: string, allowed: Allowance): boolean {
  const host = withoutBrackets(hostname);
  return isIP(host) !== 0 && !allowed(host) && !isPublicAddress(host);
}

function guardedLookup(allowed: Allowance, resolve: typeof lookup = lookup): LookupFunction {
  const guarded = publicLookup(resolve);
  return (host, options, callback) => {
    if (allowed(host)) (resolve as LookupFunction)(host, options, callback);
    else guarded(host, options, callback);
  };
}

function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
}
