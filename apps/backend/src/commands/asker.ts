import { Audience, type Envelope } from '@tapmesh/events';

/** Who sent a command, and so hears its refusal. */
export interface Asker {
  /** Left out where the command names nobody: then nobody can be told. */
  audience?: Audience;
  tenantId?: string;
}

const services: Readonly<Record<string, Audience>> = {
  '/card-service': Audience.CardService,
  '/pos-service': Audience.PosService,
};

export function askerOf({ source, tenantId }: Pick<Envelope, 'source' | 'tenantId'>): Asker {
  const service = services[source];
  if (service !== undefined) return { audience: service, tenantId };
  return tenantId === undefined ? {} : { audience: Audience.Tenant, tenantId };
}

/** An ASE speaks for its own customers alone, the card service and the POS service for anybody's. */
export function speaksFor(asker: Asker, tenantId: string): boolean {
  if (asker.audience === Audience.Tenant) return asker.tenantId === tenantId;
  return asker.audience !== undefined;
}
