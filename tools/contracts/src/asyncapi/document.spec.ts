import specs from '@asyncapi/specs';
import { contract, Participant, readers, senders, Topic, type MessageType } from '@tapmesh/events';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { asyncapiFile } from '../paths.js';
import { asyncapiDocument, asyncapiText } from './document.js';
import { idOf } from './names.js';

interface Reference {
  $ref: string;
}
interface Operation {
  action: 'send' | 'receive';
  tags: { name: string }[];
  channel: Reference;
  messages: Reference[];
}
interface Document {
  channels: Record<string, { address: string; messages: Record<string, Reference> }>;
  operations: Record<string, Operation>;
  components: { messages: Record<string, { name: string }> };
}

const document = parse(asyncapiText()) as Document;
const types = Object.keys(contract) as MessageType[];

/** AsyncAPI's own schema for its documents. */
function problemsOf(candidate: unknown): string[] {
  const ajv = new Ajv({ allErrors: true, strict: false, meta: false, validateSchema: false });
  addFormats.default(ajv);
  const validate = ajv.compile(specs.schemas['3.0.0'] as object);
  validate(candidate);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' ? [String(inner)] : referencesIn(inner),
  );
}

function resolve($ref: string): unknown {
  return $ref
    .slice(2)
    .split('/')
    .reduce<unknown>((value, part) => (value as Record<string, unknown>)?.[part], document);
}

describe('docs/asyncapi.yaml', () => {
  it('is what libs/events says (npm run asyncapi writes it)', () => {
    expect(readFileSync(asyncapiFile, 'utf8') === asyncapiText()).toBe(true);
  });

  it('is a valid AsyncAPI 3 document', () => {
    expect(problemsOf(document)).toEqual([]);
  });

  it.each<[string, object]>([
    [
      'an operation without an action',
      { operations: { a: { channel: { $ref: '#/channels/a' } } } },
    ],
    ['a channel that is text', { channels: { a: 'text' } }],
    ['no title', { info: { version: '1.0.0' } }],
  ])('would not be valid with %s', (_, change) => {
    expect(problemsOf({ ...asyncapiDocument(), ...change })).not.toEqual([]);
  });

  it('has something at the end of every reference', () => {
    const references = referencesIn(document);
    expect(references.length).toBeGreaterThan(100);
    expect(references.filter(($ref) => resolve($ref) === undefined)).toEqual([]);
  });

  it('has a channel for every topic, with the messages that travel on it', () => {
    for (const topic of Object.values(Topic)) {
      const channel = document.channels[idOf(topic)];
      expect(channel?.address).toBe(topic);
      expect(Object.keys(channel?.messages ?? {}).sort()).toEqual(
        types
          .filter((type) => contract[type].topic === topic)
          .map(idOf)
          .sort(),
      );
    }
    expect(document.channels.deadLetters?.address).toBe('{topic}.dead-letter');
  });

  it('has an operation for whoever says or hears a message, on its own channel', () => {
    const said = Object.values(document.operations).flatMap((operation) =>
      operation.messages.map(({ $ref }) => {
        expect($ref.startsWith(`${operation.channel.$ref}/messages/`)).toBe(true);
        const message = resolve((resolve($ref) as Reference).$ref) as { name: string };
        return `${operation.tags[0]?.name} ${operation.action} ${message.name}`;
      }),
    );
    const expected = [
      ...types.flatMap((type) => [
        ...senders[type].map((sender) => `${sender} send ${type}`),
        ...readers[contract[type].topic].map((reader) => `${reader} receive ${type}`),
      ]),
      ...Object.values(Participant).map((one) => `${one} send dead letter`),
    ];
    expect(said.sort()).toEqual(expected.sort());
  });
});

describe('ids of messages', () => {
  it('are distinct for distinct types', () => {
    expect(new Set(types.map(idOf)).size).toBe(types.length);
  });
});
