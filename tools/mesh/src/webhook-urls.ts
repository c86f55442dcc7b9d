import { AdminClient, signedHeaders, type AdminIdentity } from './admin-client.js';
import { MeshError } from './mesh-error.js';
import type { Seed } from './seed.js';
import type { ServiceProcess } from './service-process.js';
import { waitFor } from './wait.js';

/** Between the webhook bridge and whom it tells in Rafiki's way. For development, as the seed's secrets. */
export const WEBHOOK_SIGNATURE_SECRET = 'dev-webhook-signature-secret';

export interface WebhookUrls {
  services: readonly ServiceProcess[];
  seed: Seed;
  httpBanks?: readonly string[];
}

const SETTINGS = `
  mutation ($input: CreateTenantSettingsInput!) {
    createTenantSettings(input: $input) { settings { key value } }
  }`;

/** Tells the backend where banks hear webhooks, each in its own name, as their operators would. */
export async function nameWebhookUrls({
  services,
  seed,
  httpBanks = [],
}: WebhookUrls): Promise<void> {
  const urlOf = (name: string): string => {
    const found = services.find((candidate) => candidate.name === name);
    if (found === undefined) throw new MeshError(`the mesh has no ${name}`);
    return found.url;
  };
  for (const slug of httpBanks) {
    const tenant = seed.tenants.find((candidate) => candidate.slug === slug);
    if (tenant === undefined) throw new MeshError(`the seed file has no bank ${slug}`);
    const identity = { tenantId: tenant.id, apiSecret: tenant.apiSecret };
    const value = `${urlOf(`mock-ase-${slug}`)}/webhooks`;
    await new AdminClient(urlOf('backend'), identity).get(SETTINGS, {
      input: { settings: [{ key: 'WEBHOOK_URL', value }] },
    });
    await waitForEndpoint({ bridge: urlOf('webhook-bridge'), identity, url: value });
  }
}

const KNOWN_WITHIN_MS = 60_000;

export interface AwaitedEndpoint {
  /** The bridge's URL. */
  bridge: string;
  /** Whose endpoint it is, or the operator. */
  identity: AdminIdentity;
  url: string;
}

/** The setting goes over a topic; before the bridge has read it, the bank would miss its first payments. */
export async function waitForEndpoint({ bridge, identity, url }: AwaitedEndpoint): Promise<void> {
  const path = '/endpoints';
  const known = await waitFor(
    async () => {
      const headers = signedHeaders(identity, { method: 'GET', path });
      const response = await fetch(`${bridge}${path}`, { headers });
      const { endpoints = [] } = (await response.json()) as { endpoints?: { url: string }[] };
      return endpoints.some((endpoint) => endpoint.url === url) || undefined;
    },
    { timeoutMs: KNOWN_WITHIN_MS },
  );
  if (known === undefined) throw new MeshError(`the webhook bridge does not learn of ${url}`);
}
