import ipaddr from 'ipaddr.js';

/**
 * Whether an IP address is one of the public internet: neither this machine, nor a network that only
 * its own members reach, nor one of the ranges that mean something special. An IPv4 address is the
 * same in IPv6's clothes.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  return ipaddr.process(address).range() === 'unicast';
}
