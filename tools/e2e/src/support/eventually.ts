import { waitFor } from '@tapmesh/mesh';

const WITHIN_MS = 20_000;

/** @throws where it does not become so in time, saying what was waited for */
export async function eventually(isSo: () => Promise<boolean> | boolean): Promise<void> {
  const became = await waitFor(async () => (await isSo()) || undefined, { timeoutMs: WITHIN_MS });
  if (became === undefined) throw new Error(`it never became so: ${isSo.toString()}`);
}
