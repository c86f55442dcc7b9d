/** UUIDs are the same in any case; PostgreSQL gives them back in lower case. */
export function canonicalId(id: string): string {
  return id.toLowerCase();
}

export function distinctIds(ids: string[]): string[] {
  return [...new Set(ids.map(canonicalId))];
}
