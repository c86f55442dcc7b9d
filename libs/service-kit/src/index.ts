import 'reflect-metadata';
export * from './config/database-url.js';
export * from './config/env.js';
export * from './config/help.js';
export * from './config/kafka-config.js';
export * from './config/load-config.js';
export * from './config/servers-config.js';
export * from './config/service-config.js';
export type { TlsMaterial } from './config/tls-files.js';
export { isDatabaseAway } from './database/database-away.js';
export * from './database/database.module.js';
export { tlsOptions } from './database/tls-options.js';
export * from './health/health.js';
export * from './http-client/http-client.js';
export * from './http-client/public-address.js';
export { publicLookup } from './http-client/public-lookup.js';
export * from './http/api-error.js';
export * from './http/exception.filter.js';
export * from './http/validation.pipe.js';
export * from './logging/logger.js';
export * from './metrics/metrics.js';
export * from './metrics/reading.js';
export { Repeating, type RepeatingOptions } from './repeating/repeating.js';
export { SecretBox, type SecretKeys, type SecretPlace } from './secrets/secret-box.js';
export * from './seed/read-seed.js';
export * from './seed/seed.js';
export * from './service/run-service.js';
export * from './service/service-parts.js';
export { answersWithinMs } from './service/shutdown.js';
export * from './service/start-error.js';
export * from './service/start-service.js';
export { isSignedWith, signatureOf } from './signatures/signature.js';
export { readSignatureHeader, type SignatureHeader } from './signatures/signature-header.js';
export {
  SignedRequests,
  type SignatureUse,
  type SignedRequest,
  type SignedRequestsOptions,
} from './signatures/signed-requests.js';
export { UsedSignatures } from './signatures/used-signatures.js';
export { createUsedSignatures } from './signatures/used-signatures.table.js';
export { isDeeperThan } from './http/json-body.js';
export * from './waiting/place.js';
export * from './waiting/second-look.js';
export * from './waiting/waiting-room.js';
export { ErrorResponses, errorSchema, type ErrorStatus } from './openapi/error-responses.js';
export { serveOpenApi, type ApiDescription } from './openapi/serve-openapi.js';
