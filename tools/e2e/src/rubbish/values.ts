import fc from 'fast-check';

/** Left out of an object. */
export const MISSING = Symbol('missing');

export const NUL_TEXT = 'a\0b';
export const LONE_SURROGATE = 'a\ud800b';

const notText = [7, -0.5, true, {}, [], ['text'], { value: 'text' }];

/** Wrong wherever a text of at most so many characters must stand. */
export function noText(longest: number): fc.Arbitrary<unknown> {
  return fc.oneof(
    fc.constantFrom<unknown>(MISSING, null, '', NUL_TEXT, LONE_SURROGATE, ...notText),
    fc.integer({ min: 1, max: 64 }).map((over) => 'x'.repeat(longest + over)),
  );
}

export function noUrl(): fc.Arbitrary<unknown> {
  return fc.oneof(
    noText(2048),
    fc.constantFrom('alice', 'ftp://host/alice', 'javascript:alert(1)', 'http://', '//host', ' '),
    fc.integer({ min: 2048, max: 4000 }).map((size) => `http://host/${'x'.repeat(size)}`),
  );
}

export const noUuid: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>('', 'no-uuid', NUL_TEXT, LONE_SURROGATE, ...notText),
  fc.constantFrom('01980000-0000-7000-8000-00000000000', '01980000-0000-7000-8000-00000000000g'),
  fc.string({ maxLength: 35 }),
  fc.integer({ min: 1_000, max: 20_000 }).map((size) => '0'.repeat(size)),
);

/** What is no whole number of minor units from 1 to 2⁶³ − 1, as a string. */
export const noMinorUnits: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(MISSING, null, '', 1000, NUL_TEXT, LONE_SURROGATE, ...notText),
  fc.constantFrom('0', '-0', '-1', '+1', '01', '1e3', '1E3', '1.0', '1,000', ' 1', '1 ', '1\n'),
  fc.constantFrom('0x10', '0b1', '1n', 'NaN', 'Infinity', '-Infinity', 'null', '１２', '²', '--1'),
  fc.bigInt({ min: 2n ** 63n, max: 2n ** 130n }).map(String),
  fc.bigInt({ min: -(2n ** 70n), max: 0n }).map(String),
  fc.double({ noInteger: true }).map(String),
);

/** What is no whole number from `min` to `max`, as JSON has numbers. */
export function noInteger(min: number, max: number): fc.Arbitrary<unknown> {
  return fc.oneof(
    fc.constantFrom<unknown>(String(min), `+${min}`, `0${min}`, '', 'x', true, {}, [], [min]),
    fc.constantFrom(min - 1, -1, min + 0.5, -1e300, Number.MIN_VALUE),
    ...(max < Number.MAX_VALUE ? [fc.constantFrom(max + 1, 1e300, 8.64e15 + 1)] : []),
  );
}

/** Text that breaks in one door or another: paths, keys, cursors. */
export const oddText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('__proto__', 'constructor', 'prototype', '..', '.', '%', '%00', '%ff', '\0'),
  fc.constantFrom("' OR 1=1 --", '${7*7}', '{{7*7}}', '<script>', '\u202e', '-1', '1e309'),
  fc.constantFrom('NaN', 'null', 'undefined', 'true', '0', '9223372036854775808', '+275760-09-13'),
  fc.integer({ min: 200, max: 3_000 }).map((size) => 'x'.repeat(size)),
);

/** Names that an object must not take from outside, or must take for nothing special. */
export const oddNames = ['toString', 'hasOwnProperty', 'valueOf', 'then', 'toJSON', 'length'];

export function nestedJson(depth: number): string {
  return depth % 2 === 0
    ? `${'['.repeat(depth)}${']'.repeat(depth)}`
    : `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
}

/** A path or query part as a client that knows nothing of encoding might send it, still one that can be sent. */
export function encoded(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}
