import { Audience, WalletAddressEvent } from '@tapmesh/events';
import type { NewMessage } from '@tapmesh/messaging';

export interface MissingWalletAddress {
  url: string;
  /** Whose customer it may be. */
  tenantId: string;
  /** Until when whoever asked waits for it to be made. */
  until: Date;
}

export function notFound({
  url,
  tenantId,
  until,
}: MissingWalletAddress): NewMessage<WalletAddressEvent.NotFound> {
  return {
    type: WalletAddressEvent.NotFound,
    key: url,
    subject: url,
    tenantId,
    deadline: until.toISOString(),
    audience: [Audience.Tenant],
    data: { walletAddressUrl: url },
  };
}
