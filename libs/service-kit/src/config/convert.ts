/** A variable's text as the type that its property declares, or what is wrong with it. */
export type Conversion = { value: unknown } | { problem: string };

const NUMBER = /^-?\d+(\.\d+)?$/;
const WHOLE_NUMBER = /^-?\d+$/;

export function convert(text: string, type: unknown): Conversion {
  switch (type) {
    case Number:
      return NUMBER.test(text) ? { value: Number(text) } : { problem: 'must be a number' };
    case BigInt:
      return WHOLE_NUMBER.test(text)
        ? { value: BigInt(text) }
        : { problem: 'must be a whole number' };
    case Boolean:
      if (text === 'true' || text === '1') return { value: true };
      if (text === 'false' || text === '0') return { value: false };
      return { problem: 'must be true or false' };
    case Array:
      return {
        value: text
          .split(',')
          .map((part) => part.trim())
          .filter((part) => part !== ''),
      };
    default:
      return { value: text };
  }
}
