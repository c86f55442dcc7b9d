/** `outgoing_payment.created` as an id that AsyncAPI and code generators accept. */
export function idOf(name: string): string {
  return name.replace(/[._-]+(\w)/g, (_, letter: string) => letter.toUpperCase());
}

export function pointer(...path: string[]): { $ref: string } {
  const escaped = path.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1'));
  return { $ref: `#/${escaped.join('/')}` };
}
