/** What became of a request to the Admin API, as far as anybody can tell. */
export type Reply =
  | { kind: 'done'; value: unknown }
  /** The backend said no, and changed nothing. `refusal` is the payment rule's code, where it was one. */
  | { kind: 'refused'; code: string; refusal?: string; message: string }
  /** Nobody can say whether it was done: to be asked again. */
  | { kind: 'unknown'; why: string };

/** Codes that are an answer; of any other error it is not known whether it will be the same again. */
const ANSWERS = new Set([
  'BAD_USER_INPUT',
  'CONFLICT',
  'DUPLICATE',
  'FORBIDDEN',
  'INACTIVE',
  'NOT_FOUND',
]);

/** Reads an answer in GraphQL's form to a request with one operation. */
export function replyOf(status: number, text: string): Reply {
  const { data, errors } = parsed(text);
  const error: unknown = Array.isArray(errors) ? errors[0] : undefined;
  if (isObject(error)) {
    const { message, extensions } = error;
    const { code, refusal } = isObject(extensions) ? extensions : {};
    if (typeof code === 'string' && ANSWERS.has(code)) {
      return {
        kind: 'refused',
        code,
        refusal: typeof refusal === 'string' ? refusal : undefined,
        message: String(message),
      };
    }
    return { kind: 'unknown', why: `${status} ${String(code)}: ${String(message)}` };
  }
  if (isObject(data)) return { kind: 'done', value: Object.values(data)[0] };
  return { kind: 'unknown', why: `${status} ${text.slice(0, 200)}` };
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
