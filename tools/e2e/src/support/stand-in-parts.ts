import { OPERATOR, waitForEndpoint, WEBHOOK_SIGNATURE_SECRET, type Mesh } from '@tapmesh/mesh';
import { v7 as uuidv7 } from 'uuid';
import { StandInAse } from '../rafiki-stand-ins/ase.js';
import type { AseSeed } from '../rafiki-stand-ins/ase-seeding.js';
import type { PosConnection } from '../rafiki-stand-ins/point-of-sale.js';
import type { TerminalBody } from '../rafiki-stand-ins/payment-body.js';

/** What Rafiki's card and point-of-sale services are configured with: the operator speaks for all. */
export function connectionTo(mesh: Mesh): PosConnection {
  return {
    graphqlUrl: `${mesh.url('backend')}/graphql`,
    tenantId: OPERATOR.tenantId,
    tenantSecret: OPERATOR.apiSecret,
    signatureSecret: WEBHOOK_SIGNATURE_SECRET,
  };
}

/** A bank that seeds itself, and is told of what happens from now on. */
export async function openBank(mesh: Mesh, name: string, seed: AseSeed): Promise<StandInAse> {
  const bank = await StandInAse.open(
    {
      graphqlUrl: `${mesh.url('backend')}/graphql`,
      operator: { tenantId: OPERATOR.tenantId, secret: OPERATOR.apiSecret },
      signatureSecret: WEBHOOK_SIGNATURE_SECRET,
      walletAddressUrl: `${mesh.url('backend')}/${name}`,
      publicName: name,
    },
    seed,
  );
  await knownToBridge(mesh, bank.webhookUrl);
  return bank;
}

/** The bridge reads settings from a topic; before that it has nobody to tell. */
export function knownToBridge(mesh: Mesh, url: string): Promise<void> {
  return waitForEndpoint({ bridge: mesh.url('webhook-bridge'), identity: OPERATOR, url });
}

export interface StandInTap {
  from: string;
  to: string;
  value?: string;
}

export function terminalBody({ from, to, value = '1000' }: StandInTap): TerminalBody {
  return {
    signature: 'c2lnbmF0dXJl',
    payload: `cGF5bG9hZA== ${uuidv7()}`,
    amount: { value, assetCode: 'USD', assetScale: 2 },
    senderWalletAddress: from,
    receiverWalletAddress: to,
    timestamp: Date.now(),
  };
}

export interface Answer {
  status: number;
  body: unknown;
}

export async function post(url: string, content: object): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(content),
  });
  const text = await response.text();
  return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
}
