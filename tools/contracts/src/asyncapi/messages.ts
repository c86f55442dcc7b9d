import { contract, readers, senders, type MessageType } from '@tapmesh/events';
import type { Docstrings } from '../schemas/docstrings.js';
import type { JsonSchema } from '../schemas/json-schema.js';
import { idOf, pointer } from './names.js';

const kafka = {
  key: {
    type: 'string',
    description:
      'What order holds for: the request id of a card payment, else the id of what the message is about.',
  },
  bindingVersion: '0.5.0',
};

export interface MessagesOptions {
  /** Each message type's payload schema by its name. */
  payloads: Record<MessageType, string>;
  docs: Docstrings;
}

/** A message for each type, and the dead letter. */
export function messages({ payloads, docs }: MessagesOptions): Record<string, object> {
  const said = (Object.keys(contract) as MessageType[]).map((type) => [
    idOf(type),
    {
      name: type,
      title: type,
      summary: docs.get(type),
      description: `Said by ${senders[type].join(', ')}; on the topic of ${readers[contract[type].topic].join(', ')}.`,
      contentType: 'application/json',
      headers: headersOf(type),
      payload: pointer('components', 'schemas', payloads[type]),
      bindings: { kafka },
    },
  ]);
  return { ...(Object.fromEntries(said) as Record<string, object>), deadLetter: deadLetter() };
}

function headersOf(type: MessageType): JsonSchema {
  return {
    allOf: [
      pointer('components', 'schemas', 'Envelope'),
      { type: 'object', properties: { ce_type: { type: 'string', const: type } } },
    ],
  };
}

function deadLetter(): object {
  const text = (description: string): JsonSchema => ({ type: 'string', description });
  return {
    name: 'dead letter',
    title: 'dead letter',
    summary: 'A message that could not be handled.',
    description:
      'Key, value and headers are the original’s, whatever they are: that they can be read is not promised.',
    headers: {
      type: 'object',
      properties: {
        'dead-letter-error': text('The error’s name and message.'),
        'dead-letter-topic': text('Where it came from, without the mesh’s prefix.'),
        'dead-letter-partition': text('The partition that it came from.'),
        'dead-letter-offset': text('Its offset there.'),
        'dead-letter-consumer': text('The consumer group that could not handle it.'),
        'dead-letter-time': text('When it was given up, UTC.'),
        'dead-letter-value-too-large': text(
          'The value’s bytes, where they were too many to be kept: it is still where it came from.',
        ),
      },
      required: [
        'dead-letter-error',
        'dead-letter-topic',
        'dead-letter-partition',
        'dead-letter-offset',
        'dead-letter-consumer',
        'dead-letter-time',
      ],
    },
    payload: {},
    bindings: { kafka },
  };
}
