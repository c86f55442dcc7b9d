/** Columns as wide as their widest cell, numbers to the right. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('   '),
  );
}

export function milliseconds(value: number): string {
  return Number.isNaN(value) ? '?' : `${value.toFixed(value < 10 ? 2 : 1)} ms`;
}

/** `?` for what this machine does not tell. */
export function figure(value: number, digits = 2): string {
  return Number.isNaN(value) ? '?' : value.toFixed(digits);
}
