/** Statements are constants; whatever makes up new texts without end must not fill the server. */
const MAX_NAMES = 300;

/**
 * A name for each text, so that a connection's server parses it once. All connections share the
 * names: each prepares a text when it first meets it.
 */
export class StatementNames {
  private readonly names = new Map<string, string>();

  constructor(private readonly max = MAX_NAMES) {}

  /** @returns undefined for a text that came too late to get one */
  of(text: string): string | undefined {
    const known = this.names.get(text);
    if (known !== undefined || this.names.size >= this.max) return known;
    const name = `tapmesh_${this.names.size}`;
    this.names.set(text, name);
    return name;
  }
}
