import { Participant, readers, Topic, writersOf } from '@tapmesh/events';
import { aclCommands, acls } from './acls.js';

const all = acls('live.');

function mayWhat(participant: Participant, operation: 'READ' | 'WRITE'): string[] {
  return all
    .filter((acl) => acl.participant === participant && acl.resource === 'topic')
    .filter((acl) => acl.operations.includes(operation))
    .map(({ name }) => name);
}

describe('what the broker lets a participant do', () => {
  it.each(Object.values(Participant))('%s reads what it reads, and no dead letters', (one) => {
    const read = Object.values(Topic).filter((topic) => readers[topic].includes(one));
    expect(mayWhat(one, 'READ').sort()).toEqual(read.map((topic) => `live.${topic}`).sort());
  });

  it.each(Object.values(Participant))('%s writes what it says, and its dead letters', (one) => {
    const written = Object.values(Topic).filter((topic) => writersOf(topic).includes(one));
    const dead = Object.values(Topic).filter((topic) => readers[topic].includes(one));
    expect(mayWhat(one, 'WRITE').sort()).toEqual(
      [...written, ...dead.map((topic) => `${topic}.dead-letter`)]
        .map((name) => `live.${name}`)
        .sort(),
    );
  });

  it('lets nobody but the backend say that a payment is funded', () => {
    const writers = Object.values(Participant).filter((one) =>
      mayWhat(one, 'WRITE').includes('live.outgoing-payment-status'),
    );
    expect(writers).toEqual([Participant.Backend]);
  });
});

describe('the commands', () => {
  it('are those of kafka-acls.sh', () => {
    expect(aclCommands('live.')).toContain(
      "kafka-acls.sh $KAFKA --add --allow-principal 'User:pos-service' --operation read --operation describe --topic 'live.card-answers'",
    );
    expect(aclCommands('')).toContain(
      "kafka-acls.sh $KAFKA --add --allow-principal 'User:ase' --operation read --operation describe --group 'mock-ase-' --resource-pattern-type prefixed",
    );
  });
});
