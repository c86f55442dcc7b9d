export interface Progress {
  /** Runs a step and tells when it is done, with the time it took and a remark of its own. */
  step<T>(title: string, work: () => Promise<T>, remark?: (result: T) => string): Promise<T>;
  /** A line in between, such as the start of a download. */
  note(text: string): void;
}

export const silentProgress: Progress = {
  step: (_title, work) => work(),
  note: () => {},
};

export interface ProgressOutput {
  write(text: string): unknown;
  isTTY?: boolean;
}

const REMIND_MS = 3_000;
const TITLE_WIDTH = 22;

/**
 * One line a step, when it is done; and while steps take long, a reminder of what is awaited.
 * Steps run side by side, so nothing is drawn over.
 */
export function printedProgress(output: ProgressOutput): Progress {
  const awaited = new Map<string, number>();
  const style = styles(output.isTTY === true);
  let reminder: NodeJS.Timeout | undefined;

  const remind = (): void => {
    const waiting = [...awaited].map(
      ([title, since]) => `${title} (${seconds(Date.now() - since)})`,
    );
    output.write(style.dim(`  … ${waiting.join(', ')}\n`));
  };
  const finish = (title: string): void => {
    awaited.delete(title);
    if (awaited.size > 0) return;
    clearInterval(reminder);
    reminder = undefined;
  };

  return {
    note: (text) => void output.write(style.dim(`  … ${text}\n`)),
    async step(title, work, remark) {
      const since = Date.now();
      awaited.set(title, since);
      reminder ??= setInterval(remind, REMIND_MS);
      try {
        const result = await work();
        const line = `${title.padEnd(TITLE_WIDTH)} ${seconds(Date.now() - since).padStart(7)}`;
        const extra = remark === undefined ? '' : `   ${style.dim(remark(result))}`;
        output.write(`  ${style.green('✓')} ${line}${extra}\n`);
        return result;
      } catch (error) {
        output.write(`  ${style.red('✗')} ${title}\n`);
        throw error;
      } finally {
        finish(title);
      }
    },
  };
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

export interface Styles {
  bold(text: string): string;
  dim(text: string): string;
  green(text: string): string;
  red(text: string): string;
  yellow(text: string): string;
}

/** Colours for a terminal, and plain text for a file. */
export function styles(coloured: boolean): Styles {
  const paint =
    (code: number) =>
    (text: string): string =>
      coloured && !process.env.NO_COLOR ? `\u001B[${code}m${text}\u001B[0m` : text;
  return { bold: paint(1), dim: paint(2), green: paint(32), red: paint(31), yellow: paint(33) };
}
