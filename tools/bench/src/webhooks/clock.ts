/** Milliseconds of the system's monotonic clock: the same one in every process of a machine. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
