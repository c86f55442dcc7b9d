import {
  messageTypesOn,
  Participant,
  readers,
  senders,
  Topic,
  type MessageType,
} from '@tapmesh/events';
import { idOf, pointer } from './names.js';

/** Who sends and who receives what: one operation for each participant, topic and direction. */
export function operations(): Record<string, object> {
  const all = Object.values(Participant).flatMap((participant) => [
    ...Object.values(Topic).flatMap((topic) => sending(participant, topic)),
    ...Object.values(Topic).flatMap((topic) => receiving(participant, topic)),
    ...burying(participant),
  ]);
  return Object.fromEntries(all);
}

type NamedOperation = [string, object];

function sending(participant: Participant, topic: Topic): NamedOperation[] {
  const said = messageTypesOn(topic).filter((type) => senders[type].includes(participant));
  if (said.length === 0) return [];
  return [operation({ participant, action: 'send', topic, types: said })];
}

function receiving(participant: Participant, topic: Topic): NamedOperation[] {
  if (!readers[topic].includes(participant)) return [];
  return [operation({ participant, action: 'receive', topic, types: messageTypesOn(topic) })];
}

interface OperationOptions {
  participant: Participant;
  action: 'send' | 'receive';
  topic: Topic;
  types: MessageType[];
}

function operation({ participant, action, topic, types }: OperationOptions): NamedOperation {
  const channel = idOf(topic);
  return [
    idOf(`${participant}-${action === 'send' ? 'sends' : 'receives'}-${topic}`),
    {
      action,
      title: `${participant} ${action === 'send' ? 'writes' : 'reads'} ${topic}`,
      tags: [{ name: participant }],
      channel: pointer('channels', channel),
      messages: types.map((type) => pointer('channels', channel, 'messages', idOf(type))),
    },
  ];
}

function burying(participant: Participant): NamedOperation[] {
  const read = Object.values(Topic).filter((topic) => readers[topic].includes(participant));
  return [
    [
      idOf(`${participant}-sends-dead-letters`),
      {
        action: 'send',
        title: `${participant} writes the dead letters of what it reads`,
        description: `Of ${read.join(', ')}.`,
        tags: [{ name: participant }],
        channel: pointer('channels', 'deadLetters'),
        messages: [pointer('channels', 'deadLetters', 'messages', 'deadLetter')],
      },
    ],
  ];
}
