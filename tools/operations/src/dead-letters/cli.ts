#!/usr/bin/env node
import { runTool } from '../command-line.js';
import { findTarget } from '../target/target.js';
import { LetterBox } from './letter-box.js';
import { HELP, parseCommand, type DeadLetterCommand } from './options.js';
import { formatLetter, formatLetters } from './printing.js';
import { putBack } from './put-back.js';

await runTool('dead-letters', async () => {
  const command = parseCommand(process.argv.slice(2), new Date());
  if (command === 'help') {
    process.stdout.write(HELP);
    return 0;
  }
  const box = new LetterBox(await findTarget({ name: command.name, needs: 'broker' }));
  try {
    return await run(box, command);
  } finally {
    await box.close().catch(() => undefined);
  }
});

async function run(box: LetterBox, command: DeadLetterCommand): Promise<number> {
  const print = (text: string): void => void process.stdout.write(text);
  switch (command.verb) {
    case 'list': {
      const letters = await box.list(command.filter);
      print(command.json ? `${JSON.stringify(letters, null, 2)}\n` : formatLetters(letters));
      return 0;
    }
    case 'show': {
      const letters = await box.find([command.id]);
      await box.read(letters, (open) => print(formatLetter(open, command.reveal)));
      return 0;
    }
    case 'replay':
      return putBack(box, command, print);
  }
}
