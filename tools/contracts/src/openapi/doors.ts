import type { Mesh } from '@tapmesh/mesh';

/** Services with an HTTP door that others may use; each describes itself at `/openapi.json`. */
export const DOORS = {
  backend: 'backend',
  'card-service': 'card-service',
  'pos-service': 'pos-service',
  'webhook-bridge': 'webhook-bridge',
  'mock-ase': 'mock-ase-alpha-bank',
} as const;

export type Door = keyof typeof DOORS;

export const doors = Object.keys(DOORS) as Door[];

/** What a running service says of its door, written always the same way. */
export async function descriptionOf(mesh: Pick<Mesh, 'url'>, door: Door): Promise<string> {
  const response = await fetch(`${mesh.url(DOORS[door])}/openapi.json`);
  if (!response.ok) throw new Error(`${door} answers ${response.status} at /openapi.json`);
  return `${JSON.stringify(await response.json(), null, 2)}\n`;
}
