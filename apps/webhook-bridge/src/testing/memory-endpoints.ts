import type { DynamicModule } from '@nestjs/common';
import { Audience, type Envelope } from '@tapmesh/events';
import { randomUUID } from 'node:crypto';
import { EndpointDirectory, type Hearing } from '../endpoints/endpoint-directory.js';
import { EndpointHealth, type EndpointSigns } from '../endpoints/endpoint-health.js';
import type { Endpoint } from '../endpoints/endpoint.js';
import { Signer } from '../signatures/signer.js';

export const TENANT = '01980000-0000-7000-8000-00000000aaaa';

/** Endpoints that the test makes and changes while the service runs; tenants and roles are others' rules. */
export class MemoryEndpoints implements EndpointDirectory, EndpointHealth {
  readonly signs: EndpointSigns[] = [];
  private readonly endpoints = new Map<string, Endpoint>();

  add(endpoint: Partial<Endpoint> & { url: string }): Endpoint {
    const added: Endpoint = {
      id: randomUUID(),
      tenantId: TENANT,
      role: Audience.Tenant,
      eventTypes: ['outgoing_payment.created'],
      format: 'standard',
      signature: 'none',
      headers: {},
      timeoutMs: 5_000,
      retryScheduleS: [0.05, 0.05, 0.05, 0.05, 0.05],
      orderHoldMs: 300_000,
      enabled: true,
      ...endpoint,
    };
    this.endpoints.set(added.id, added);
    return added;
  }

  change(id: string, change: Partial<Endpoint>): void {
    this.endpoints.set(id, { ...this.endpoints.get(id)!, ...change });
  }

  remove(id: string): void {
    this.endpoints.delete(id);
  }

  all(): Promise<readonly Endpoint[]> {
    return Promise.resolve([...this.endpoints.values()]);
  }

  byId(id: string): Promise<Endpoint | undefined> {
    return Promise.resolve(this.endpoints.get(id));
  }

  async matching(envelopes: readonly Envelope[]): Promise<readonly Hearing[]> {
    return (await this.all()).map((endpoint) => ({
      endpoint,
      heard: envelopes.flatMap(({ type }, place) =>
        endpoint.eventTypes.includes(type) ? [place] : [],
      ),
    }));
  }

  note(_transaction: unknown, signs: EndpointSigns): Promise<void> {
    this.signs.push(signs);
    for (const id of signs.gone) this.change(id, { enabled: false });
    return Promise.resolve();
  }

  module(): DynamicModule {
    const signer: Signer = {
      headersFor: ({ messageId }) => Promise.resolve({ 'webhook-id': messageId }),
    };
    const providers = [
      { provide: EndpointDirectory, useValue: this },
      { provide: EndpointHealth, useValue: this },
      { provide: Signer, useValue: signer },
    ];
    return {
      module: class MemoryEndpointsModule {},
      global: true,
      providers,
      exports: [EndpointDirectory, EndpointHealth, Signer],
    };
  }
}
