let ignoring = false;

/**
 * kafkajs 2.2.4 sets timers for moments that have passed, about which Node 24 warns. The timers
 * fire at once, as kafkajs means them to. Its code cannot be configured to stop that, so the one
 * kind of warning is dropped; all others go through.
 */
export function ignoreNegativeTimeoutWarnings(): void {
  if (ignoring) return;
  ignoring = true;
  const emitWarning = process.emitWarning.bind(process) as (...args: unknown[]) => void;
  process.emitWarning = ((...args: unknown[]) => {
    if (args[1] === 'TimeoutNegativeWarning') return;
    emitWarning(...args);
  }) as typeof process.emitWarning;
}
