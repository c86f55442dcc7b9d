import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Java's archive of loaded classes, which halves the processor time of the broker's start: written
 * when the first broker ends, kept with the jars, read by every later one. A JVM that it does not
 * fit passes over it.
 */
export class ClassArchive {
  private readonly archive: string;
  private readonly unfinished: string;

  constructor(folder: string, java: string) {
    const maker = java.replaceAll(/[^\w.-]+/g, '-');
    this.archive = join(folder, `classes-${maker}.jsa`);
    this.unfinished = `${this.archive}.${process.pid}`;
  }

  flags(): string[] {
    return existsSync(this.archive)
      ? [`-XX:SharedArchiveFile=${this.archive}`]
      : [`-XX:ArchiveClassesAtExit=${this.unfinished}`];
  }

  /** To be called when the broker has ended. */
  async keep(): Promise<void> {
    if (!existsSync(this.unfinished)) return;
    await rename(this.unfinished, this.archive).catch(() => rm(this.unfinished, { force: true }));
  }
}
