import {
  deadLetterTopic,
  messageTypesOn,
  readers,
  Topic,
  topicDefinitions,
  writersOf,
} from '@tapmesh/events';
import { idOf, pointer } from './names.js';

const BINDING_VERSION = '0.5.0';

/** A channel for each topic, and one for all of their dead letters. */
export function channels(): Record<string, object> {
  const live = Object.values(Topic).map((topic) => [idOf(topic), channelOf(topic)] as const);
  return Object.fromEntries<object>([...live, ['deadLetters', deadLetters()]]);
}

function channelOf(topic: Topic): object {
  const definition = topicDefinitions.find(({ name }) => name === topic);
  const messages = messageTypesOn(topic).map(idOf);
  return {
    address: topic,
    description: `Written by ${writersOf(topic).join(', ')}; read by ${readers[topic].join(', ')}.`,
    messages: Object.fromEntries(
      messages.map((id) => [id, pointer('components', 'messages', id)] as const),
    ),
    bindings: {
      kafka: {
        topic,
        partitions: definition?.partitions,
        ...(definition?.compacted === true && {
          topicConfiguration: { 'cleanup.policy': ['compact'] },
        }),
        bindingVersion: BINDING_VERSION,
      },
    },
  };
}

function deadLetters(): object {
  return {
    address: deadLetterTopic('{topic}'),
    description:
      'What a consumer of {topic} could not handle, as it came, with the error and its origin in ' +
      'further headers. One partition. An operator reads it, and can put the letters back.',
    parameters: {
      topic: { description: 'The topic that it came from.', enum: Object.values(Topic) },
    },
    messages: { deadLetter: pointer('components', 'messages', 'deadLetter') },
    bindings: { kafka: { partitions: 1, bindingVersion: BINDING_VERSION } },
  };
}
