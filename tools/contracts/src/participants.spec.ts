import { Participant, readers, Topic, writersOf } from '@tapmesh/events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventsFolder } from './paths.js';

const readme = readFileSync(join(eventsFolder, 'README.md'), 'utf8');

const names: Record<string, Participant> = {
  backend: Participant.Backend,
  'card service': Participant.CardService,
  'POS service': Participant.PosService,
  ASE: Participant.Ase,
  'sending ASE': Participant.Ase,
  'receiving ASE': Participant.Ase,
  'webhook bridge': Participant.WebhookBridge,
};

function participantsIn(cell: string | undefined): (Participant | undefined)[] {
  return (cell ?? '').split(',').map((name) => names[name.trim()]);
}

describe('the table of topics in the README of libs/events', () => {
  it.each(Object.values(Topic))('says who writes and who reads %s', (topic) => {
    const row = readme.split('\n').find((line) => line.startsWith(`| \`${topic}\` `));
    const [, , , writtenBy, readBy] = row?.split('|') ?? [];
    expect(participantsIn(writtenBy).sort()).toEqual(writersOf(topic).sort());
    expect(participantsIn(readBy).sort()).toEqual([...readers[topic]].sort());
  });
});
