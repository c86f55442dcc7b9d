/** Faults are what a simulation is about: nobody wants to read of each. */
export const silentLog = {
  debug: (): void => undefined,
  log: (): void => undefined,
  warn: (): void => undefined,
  error: (): void => undefined,
};
