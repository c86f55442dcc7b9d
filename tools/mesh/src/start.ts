import type { StartCommand } from './command-line.js';
export async function start(_command: StartCommand): Promise<number> { return 1; }
