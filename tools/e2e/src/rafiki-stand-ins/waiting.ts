/** Whoever waits for a webhook, in one process's memory, as Rafiki's services have it. */
export class Waiting<Value> {
  private readonly places = new Map<string, (value: Value) => void>();

  /** @returns what came, or nothing where it did not come in time; hears from the call on */
  enter(key: string, timeoutMs: number): { word: Promise<Value | undefined>; leave: () => void } {
    let timer: NodeJS.Timeout | undefined;
    const word = new Promise<Value | undefined>((resolve) => {
      this.places.set(key, resolve);
      timer = setTimeout(() => resolve(undefined), timeoutMs);
    });
    const leave = (): void => {
      clearTimeout(timer);
      this.places.delete(key);
    };
    return { word, leave };
  }

  /** @returns whether anybody waited */
  tell(key: string, value: Value): boolean {
    const resolve = this.places.get(key);
    resolve?.(value);
    return resolve !== undefined;
  }
}
