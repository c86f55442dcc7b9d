import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { inRepository } from '../paths.js';

export interface ComposeService {
  image: string;
  build?: { context: string; args: { APP: string } };
  environment: Record<string, string | number>;
  ports?: string[];
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
  init?: boolean;
}

/** docker-compose.yml as Docker reads it, anchors and merges resolved. */
export function readComposeFile(): Record<string, ComposeService> {
  const text = readFileSync(inRepository('docker-compose.yml'), 'utf8');
  return (parse(text, { merge: true }) as { services: Record<string, ComposeService> }).services;
}

/** Those that are made from our Dockerfile. */
export function ourServices(): [string, ComposeService & { build: { args: { APP: string } } }][] {
  return Object.entries(readComposeFile()).flatMap(([name, service]) =>
    service.build === undefined ? [] : [[name, { ...service, build: service.build }]],
  );
}
