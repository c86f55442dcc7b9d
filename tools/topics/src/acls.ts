import {
  deadLetterTopic,
  Participant,
  readers,
  Topic,
  topicName,
  writersOf,
} from '@tapmesh/events';

/** One permission of a participant on the broker; all others are denied. */
export interface Acl {
  participant: Participant;
  resource: 'topic' | 'group';
  name: string;
  /** Whether the name stands for all that begin with it. */
  prefixed: boolean;
  operations: ('READ' | 'WRITE' | 'DESCRIBE')[];
}

/** Each service's group is its name; each bank has one of its own, with the bank's id at its end. */
const groups: Record<Participant, { name: string; prefixed: boolean }> = {
  [Participant.Backend]: { name: 'backend', prefixed: false },
  [Participant.CardService]: { name: 'card-service', prefixed: false },
  [Participant.PosService]: { name: 'pos-service', prefixed: false },
  [Participant.Ase]: { name: 'mock-ase-', prefixed: true },
  [Participant.WebhookBridge]: { name: 'webhook-bridge', prefixed: false },
};

/** What each participant needs, and nothing else: from who says and who reads what in `libs/events`. */
export function acls(prefix: string): Acl[] {
  return Object.values(Participant).flatMap((participant) => {
    const topic = (name: string, operations: Acl['operations']): Acl => ({
      participant,
      resource: 'topic',
      name: topicName(prefix, name),
      prefixed: false,
      operations,
    });
    const read = Object.values(Topic).filter((name) => readers[name].includes(participant));
    const written = Object.values(Topic).filter((name) => writersOf(name).includes(participant));
    const { name: group, prefixed } = groups[participant];
    return [
      ...written.map((name) => topic(name, ['WRITE', 'DESCRIBE'])),
      ...read.map((name) => topic(name, ['READ', 'DESCRIBE'])),
      ...read.map((name) => topic(deadLetterTopic(name), ['WRITE', 'DESCRIBE'])),
      {
        participant,
        resource: 'group',
        name: topicName(prefix, group),
        prefixed,
        operations: ['READ', 'DESCRIBE'],
      },
    ];
  });
}

/** For a shell: Kafka's own tool, with `$KAFKA` before it for the cluster's address and credentials. */
export function aclCommands(prefix: string): string[] {
  return acls(prefix).map(({ participant, resource, name, prefixed, operations }) =>
    [
      'kafka-acls.sh $KAFKA --add',
      `--allow-principal 'User:${participant}'`,
      ...operations.map((operation) => `--operation ${operation.toLowerCase()}`),
      `--${resource} '${name}'`,
      ...(prefixed ? ['--resource-pattern-type prefixed'] : []),
    ].join(' '),
  );
}
