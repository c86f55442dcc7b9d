import { Audience, TENANT_HEADER } from '@tapmesh/events';
import type { WireHeaders } from '@tapmesh/messaging';

/** The card service's refusals carry the same tenant: they are not for the bank. */
export function isForBank(headers: WireHeaders, tenantId: string): boolean {
  const audience = (headers.ce_audience ?? '').split(',');
  return headers[TENANT_HEADER] === tenantId && audience.includes(Audience.Tenant);
}
