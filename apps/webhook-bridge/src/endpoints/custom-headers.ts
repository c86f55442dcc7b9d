import { isObject, registerDecorator } from 'class-validator';

const MOST = 20;
const LONGEST_VALUE = 1_000;
/** RFC 9110's token. */
const NAME = /^[!#$%&'*+.^_`|~\dA-Za-z-]{1,100}$/;
/** Visible ASCII and spaces between: nothing that could begin another header. */
const VALUE = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

/** Ours to set, or HTTP's own. */
const RESERVED =
  /^(webhook-.*|rafiki-signature|content-.*|host|connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|expect|user-agent|traceparent|tracestate)$/i;

/** What is wrong with the headers that a consumer wants to get with every delivery; undefined: nothing. */
export function faultOfHeaders(headers: unknown): string | undefined {
  if (!isObject(headers) || Array.isArray(headers)) return 'must be an object of texts';
  const entries = Object.entries(headers as Record<string, unknown>);
  if (entries.length > MOST) return `must be at most ${MOST}`;
  for (const [name, value] of entries) {
    if (!NAME.test(name)) return `has no header name in ${JSON.stringify(name.slice(0, 40))}`;
    if (RESERVED.test(name)) return `must leave ${name} to us`;
    if (typeof value !== 'string' || value.length > LONGEST_VALUE || !VALUE.test(value)) {
      return `must have printable ASCII of at most ${LONGEST_VALUE} characters in ${name}`;
    }
  }
  const names = new Set(entries.map(([name]) => name.toLowerCase()));
  return names.size < entries.length ? 'names a header twice' : undefined;
}

export function IsCustomHeaders(): PropertyDecorator {
  return (target, propertyName) =>
    registerDecorator({
      name: 'isCustomHeaders',
      target: target.constructor,
      propertyName: String(propertyName),
      validator: {
        validate: (value: unknown) => faultOfHeaders(value) === undefined,
        defaultMessage: (of) => `${of?.property} ${faultOfHeaders(of?.value)}`,
      },
    });
}
