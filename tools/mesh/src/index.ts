export {
  AdminClient,
  signedHeaders,
  type AdminAnswer,
  type AdminIdentity,
} from './admin-client.js';
export { createDatabases, dropDatabases, withDatabase } from './databases.js';
export { startKafka, type KafkaOptions, type KafkaServer } from './kafka.js';
export { runKafkaTool, type KafkaToolOptions } from './kafka-tool.js';
export { startMesh, type Mesh, type MeshOptions } from './mesh.js';
export { repeatMessages, type RepeatOptions } from './message-repeater.js';
export { MeshError } from './mesh-error.js';
export { readMeshFile, runningMeshes, type MeshDescription } from './mesh-file.js';
export { Network } from './network.js';
export { takePayment, type PaymentAnswer, type PaymentRequest } from './payment-client.js';
export { OPERATOR } from './operator.js';
export { meshFolder } from './paths.js';
export { freePorts } from './ports.js';
export { startPostgres, type PostgresOptions, type PostgresServer } from './postgres.js';
export { printedProgress, silentProgress, type Progress } from './progress.js';
export { Reaper } from './reaper.js';
export type { AccountBehaviour } from './seed.js';
export { startServers, type Servers, type ServersOptions } from './servers.js';
export { TempFolder } from './temp-folder.js';
export { waitForReady, type ServiceProcess } from './service-process.js';
export type { App } from './services.js';
export { formatTimeline, type Timeline, type TimelineEvent } from './timeline.js';
export { createTopics, deleteTopics } from '@tapmesh/topics';
export { waitFor } from './wait.js';
export { waitForEndpoint, WEBHOOK_SIGNATURE_SECRET } from './webhook-urls.js';
