/** What the kernel counts in, on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

const KIB_PER_MIB = 1_024;

export interface ProcessStat {
  /** Processor time, the kernel's on its behalf included. */
  seconds: number;
  /** The same of its children that have ended. */
  endedChildrenSeconds: number;
}

/** `/proc/PID/stat`: the command's name is in parentheses and may hold anything; what counts follows. */
export function parseStat(text: string): ProcessStat {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [user, system, childrenUser, childrenSystem] = fields.slice(11, 15).map(Number);
  const seconds = (...ticks: (number | undefined)[]): number =>
    ticks.reduce<number>((sum, each) => sum + (each ?? 0), 0) / TICKS_PER_SECOND;
  return {
    seconds: seconds(user, system),
    endedChildrenSeconds: seconds(childrenUser, childrenSystem),
  };
}

export interface ProcessMemory {
  /** Nobody else's. */
  ownMiB: number;
  /** Mapped files and shared memory: the same pages in every process of a server. */
  sharedMiB: number;
}

/** `/proc/PID/status`; a process that has just ended has no memory in it. */
export function parseStatus(text: string): ProcessMemory {
  const mib = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1] ?? 0) / KIB_PER_MIB;
  return { ownMiB: mib('RssAnon'), sharedMiB: mib('RssFile') + mib('RssShmem') };
}
