const START = `npm start -- [options]        brings the whole mesh up and takes four demo payments

PostgreSQL, Kafka, databases, topics, demo data and every service come up on this machine, on free
ports of 127.0.0.1. After a short warm-up four payments are taken through the POS service's public
door: two are approved, by a bank on Kafka and by one that hears webhooks and decides over the Admin
API; one is declined for lack of funds, and one's bank stays silent until the deadline.
The mesh stays up until Ctrl-C, which stops everything and removes its data; only downloads are kept.

  --name NAME   the mesh's name ("demo" by default): several may run side by side
  --once        end after the demo, with exit code 0 only if every answer was the expected one
  --no-demo     only bring it up
  --help        this text

While it runs, .mesh/NAME/mesh.json tells scripts its URLs, process ids and development keys, and
.mesh/NAME/*.log are the logs.

Environment:
  KAFKA_BROKERS               use this Kafka instead of starting one (host:port,host:port)
  BACKEND_DATABASE_URL        use these databases instead of a PostgreSQL of our own; they are
  CARD_SERVICE_DATABASE_URL   made when missing, and never dropped
  POS_SERVICE_DATABASE_URL
  WEBHOOK_BRIDGE_DATABASE_URL
  MOCK_ASE_DATABASE_URL       each bank's database is this one's name and _ and the bank's name
  TEST_DATABASE_URL           a PostgreSQL server on which databases are made for this run
  TOPIC_PREFIX                put before every topic and consumer group
  POS_SERVICE_PORT, BACKEND_PORT, KAFKA_PORT, POSTGRES_PORT, …   a certain port for a service
  LOG_LEVEL                   of the services: trace, debug, info (default), warn, error
  TAPMESH_CACHE_DIR           where downloads are kept (default: ~/.cache/tapmesh)
`;

const EXEC = `npm run mesh -- exec -- <command…>   runs a command with PostgreSQL and Kafka

Starts PostgreSQL and Kafka, unless TEST_DATABASE_URL and KAFKA_BROKERS name them already, sets both
variables, runs the command, stops what it started and passes on the command's exit code.
`;

/** What `--help` prints. */
export function helpFor(topic: 'start' | 'exec' | 'all'): string {
  if (topic === 'start') return START;
  if (topic === 'exec') return EXEC;
  return `${START}\n${EXEC}`;
}
