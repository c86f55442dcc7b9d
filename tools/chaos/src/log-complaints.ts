import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Words of an error that nobody expected where it arose. */
const UNHANDLED = /unhandled|uncaught|nobody caught/i;
const LOUD = new Set(['error', 'fatal']);

interface LogLine {
  level?: unknown;
  service?: unknown;
  msg?: unknown;
}

/** What services' logs say of errors that nobody handled, one line for each. */
export function complaintsIn(log: string): string[] {
  return log.split('\n').filter((line) => {
    if (!UNHANDLED.test(line)) return false;
    const parsed = parse(line);
    // What is no line of the logger's is Node's own last words.
    return parsed === undefined || LOUD.has(String(parsed.level));
  });
}

/** Of every service of a mesh, by its folder. */
export async function complaintsOf(folder: string): Promise<string[]> {
  const files = (await readdir(folder)).filter((file) => isOfService(file));
  const complaints = await Promise.all(
    files.map(async (file) =>
      complaintsIn(await readFile(join(folder, file), 'utf8')).map(
        (line) => `${file}: ${line.slice(0, 400)}`,
      ),
    ),
  );
  return complaints.flat();
}

function isOfService(file: string): boolean {
  return file.endsWith('.log') && !/^(kafka|postgres|maven)\.log$/.test(file);
}

function parse(line: string): LogLine | undefined {
  try {
    return JSON.parse(line) as LogLine;
  } catch {
    return undefined;
  }
}
