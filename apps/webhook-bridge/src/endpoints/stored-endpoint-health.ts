import { Injectable } from '@nestjs/common';
import { Audience, EndpointDisabledReason, EndpointEvent } from '@tapmesh/events';
import { MessageFactory, type Transaction } from '@tapmesh/messaging';
import { WebhookBridgeConfig } from '../webhook-bridge.config.js';
import { EndpointHealth, type EndpointSigns } from './endpoint-health.js';
import { StoredEndpoints } from './stored-endpoints.js';

const DISABLE = `
  UPDATE endpoints SET enabled = false, disabled_reason = $2, disabled_at = now(), updated_at = now()
  WHERE id = ANY ($1::uuid[]) AND enabled AND deleted_at IS NULL
    AND ($3::int IS NULL OR failing_since < now() - $3 * interval '1 second')
  RETURNING id, tenant_id AS "tenantId", url, failing_since AS "failingSince", disabled_at AS "disabledAt"`;

interface Disabled {
  id: string;
  tenantId: string;
  url: string;
  failingSince: Date | null;
  disabledAt: Date;
}

/** Writes only what is news: an endpoint that answers, or that fails on, costs no statement. */
@Injectable()
export class StoredEndpointHealth extends EndpointHealth {
  private readonly disableAfterS: number;

  constructor(
    config: WebhookBridgeConfig,
    private readonly endpoints: StoredEndpoints,
    private readonly messages: MessageFactory,
  ) {
    super();
    this.disableAfterS = config.disableAfterHours * 3_600;
  }

  async note(tx: Transaction, { answering, failing, gone }: EndpointSigns): Promise<void> {
    const recovered = await this.those(answering, (since) => since !== undefined);
    const fallen = await this.those(failing, (since) => since === undefined);
    const lasting = await this.those(failing, (since) => this.isTooLong(since));
    if (recovered.length > 0) {
      await tx.manager.query(
        'UPDATE endpoints SET failing_since = NULL WHERE id = ANY ($1::uuid[])',
        [recovered],
      );
    }
    if (fallen.length > 0) {
      await tx.manager.query(
        'UPDATE endpoints SET failing_since = coalesce(failing_since, now()) WHERE id = ANY ($1::uuid[])',
        [fallen],
      );
    }
    await this.disable(tx, gone, EndpointDisabledReason.Gone);
    await this.disable(tx, lasting, EndpointDisabledReason.Failing);
  }

  private async disable(
    tx: Transaction,
    ids: readonly string[],
    reason: EndpointDisabledReason,
  ): Promise<void> {
    if (ids.length === 0) return;
    const longest = reason === EndpointDisabledReason.Failing ? this.disableAfterS : null;
    const [disabled] = await tx.manager.query<[Disabled[], number]>(DISABLE, [
      ids,
      reason,
      longest,
    ]);
    for (const { id, tenantId, url, failingSince, disabledAt } of disabled) {
      tx.send({
        message: this.messages.make({
          type: EndpointEvent.Disabled,
          subject: id,
          key: id,
          tenantId,
          audience: [Audience.Tenant],
          data: {
            id,
            url,
            reason,
            ...(failingSince !== null && { failingSince: failingSince.toISOString() }),
            disabledAt: disabledAt.toISOString(),
          },
        }),
      });
    }
  }

  private async those(
    ids: readonly string[],
    is: (failingSince: Date | undefined) => boolean,
  ): Promise<string[]> {
    const known = await Promise.all(ids.map((id) => this.endpoints.byId(id)));
    return known.flatMap((endpoint) =>
      endpoint !== undefined && is(endpoint.failingSince) ? [endpoint.id] : [],
    );
  }

  private isTooLong(since: Date | undefined): boolean {
    return since !== undefined && Date.now() - since.getTime() > this.disableAfterS * 1_000;
  }
}
