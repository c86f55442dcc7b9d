import { MeshError } from '@tapmesh/mesh';
import type { Letter } from './letter.js';
import type { LetterBox, OpenLetter } from './letter-box.js';
import type { DeadLetterCommand } from './options.js';

type Replay = Extract<DeadLetterCommand, { verb: 'replay' }>;

/** @returns the exit code: 1 where one of many could not be put back */
export async function putBack(
  box: LetterBox,
  command: Replay,
  print: (text: string) => void,
): Promise<number> {
  const letters = await chosen(box, command);
  if (letters.length === 0) print('nothing to put back\n');
  let failed = 0;
  await box.read(letters, async (open) => {
    try {
      print(await putOneBack(box, open, command.dryRun));
    } catch (error) {
      // One that cannot be put back keeps none of the others.
      if (!(error instanceof MeshError)) throw error;
      failed += 1;
      print(`✗ ${error.message}\n`);
    }
  });
  return failed === 0 ? 0 : 1;
}

async function chosen(box: LetterBox, { ids, filter, again }: Replay): Promise<Letter[]> {
  if (ids === 'all') {
    const { letters, unlisted } = await box.list(filter);
    if (unlisted > 0) {
      throw new MeshError(
        `${letters.length + unlisted} letters match: narrow it with --topic, --type or --since`,
      );
    }
    return letters.filter(({ replayed }) => again || replayed === undefined);
  }
  const letters = await box.find(ids);
  const before = letters.find(({ replayed }) => replayed !== undefined);
  if (before === undefined || again) return letters;
  throw new MeshError(
    `${before.id} was put back ${before.replayed}: --again puts it back once more`,
  );
}

async function putOneBack(box: LetterBox, open: OpenLetter, dryRun: boolean): Promise<string> {
  const { id, type, key } = open.letter;
  const replay = box.replay(open);
  const where = `${type} ${key} → ${replay.topic}/${replay.partition}`;
  if (dryRun) return `would put back ${id}: ${where}\n`;
  await box.putBack(open, replay);
  return `✓ put back ${id}: ${where}\n`;
}
