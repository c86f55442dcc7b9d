/** What a log line gets beside what it says itself, e.g. the message that is being handled. */
export type LineFields = (line: Record<string, unknown>) => Record<string, unknown> | undefined;

/** Whoever knows what is going on while a line is made; known only after the logger has been. */
export class LineContext {
  private readonly sources: LineFields[] = [];

  add(source: LineFields): void {
    this.sources.push(source);
  }

  /** What a later source says wins; what the line says itself wins over all. */
  fields(line: Record<string, unknown>): Record<string, unknown> {
    const fields = {};
    for (const source of this.sources) Object.assign(fields, source(line));
    return fields;
  }
}
