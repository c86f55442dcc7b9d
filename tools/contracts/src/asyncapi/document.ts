import { Participant } from '@tapmesh/events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { eventsFolder } from '../paths.js';
import { readDocstrings } from '../schemas/docstrings.js';
import { envelopeSchema } from '../schemas/envelope-schema.js';
import { payloadSchemas } from '../schemas/payload-schemas.js';
import { channels } from './channels.js';
import { messages } from './messages.js';
import { operations } from './operations.js';

const HEAD =
  '# Generated from libs/events by `npm run asyncapi`, never edited: a test compares the two.\n';

const DESCRIPTION = `What the services of Tapmesh say to each other over Kafka.

Every message is a CloudEvent in the binary content mode: its attributes are headers, its value is the
payload as JSON. Unknown fields and headers pass, an optional field may be left out, and a reader takes
\`null\` for left out. Several meshes share a broker by a prefix before every topic and consumer group.
Partitions are defaults for one machine.`;

/** The AsyncAPI 3 document, as an object. */
export function asyncapiDocument(): Record<string, unknown> {
  const docs = readDocstrings(join(eventsFolder, 'src'));
  const { payloads, definitions } = payloadSchemas(docs);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Tapmesh',
      version: eventsVersion(),
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      tags: Object.values(Participant).map((name) => ({ name, description: docs.get(name) })),
    },
    defaultContentType: 'application/json',
    servers: {
      plain: {
        host: '{broker}',
        protocol: 'kafka',
        description: 'Inside a network that is trusted, or on one machine.',
        variables: { broker: { default: '127.0.0.1:9092', description: 'KAFKA_BROKERS' } },
      },
      secured: {
        host: '{broker}',
        protocol: 'kafka-secure',
        description: 'Over TLS, with SASL or a client certificate: docs/deploying.md.',
        variables: { broker: { default: 'kafka.example:9093', description: 'KAFKA_BROKERS' } },
      },
    },
    channels: channels(),
    operations: operations(),
    components: {
      messages: messages({ payloads, docs }),
      schemas: { Envelope: envelopeSchema, ...definitions },
    },
  };
}

/** The document as `docs/asyncapi.yaml` holds it. */
export function asyncapiText(): string {
  return (
    HEAD +
    stringify(asyncapiDocument(), {
      lineWidth: 0,
      singleQuote: true,
      aliasDuplicateObjects: false,
    })
  );
}

export function eventsVersion(): string {
  const text = readFileSync(join(eventsFolder, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
