import { join, resolve } from 'node:path';

/** The same from `src` and from `dist`. */
const repositoryRoot = resolve(import.meta.dirname, '../../..');

export const asyncapiFile = join(repositoryRoot, 'docs/asyncapi.yaml');
export const eventsFolder = join(repositoryRoot, 'libs/events');
export const schemasFolder = join(eventsFolder, 'schemas');
export const openapiFolder = join(repositoryRoot, 'docs/openapi');
/** Where tools keep what they have fetched, out of the repository. */
export const contractFolder = join(repositoryRoot, '.mesh/contract');
/** Schemathesis's configuration, and what signs its requests. */
export const schemathesisFolder = join(repositoryRoot, 'tools/contracts/schemathesis');
export const brunoFolder = join(repositoryRoot, 'docs/bruno');
