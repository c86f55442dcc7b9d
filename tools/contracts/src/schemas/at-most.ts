/**
 * A pattern for exactly the decimal numbers from 1 to `max`, without leading zeros. JSON Schema cannot
 * compare numbers that are strings, and without it an amount above 2⁶³ − 1 would be valid.
 */
export function fromOneTo(max: bigint): string {
  const digits = String(max);
  const shorter = digits.length > 1 ? [`[1-9]\\d{0,${digits.length - 2}}`] : [];
  const smaller = [...digits].flatMap((digit, place) => {
    const least = place === 0 ? 1 : 0;
    if (Number(digit) <= least) return [];
    const rest = digits.length - place - 1;
    const free = rest === 0 ? '' : `\\d{${rest}}`;
    return [`${digits.slice(0, place)}[${least}-${Number(digit) - 1}]${free}`];
  });
  return [...shorter, ...smaller, digits].join('|');
}
