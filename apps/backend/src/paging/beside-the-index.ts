/**
 * A condition that the index does not know, said so that the planner makes no guess of it. `<> ALL ($3)`
 * counts as next to nothing passing, and then all rows are read and sorted: 110 ms of 2·10⁵ instead of 1.
 */
export function besideTheIndex(condition: string): string {
  return `CASE WHEN ${condition} THEN true ELSE false END`;
}
