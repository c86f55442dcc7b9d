/** One piece of rubbish for an HTTP door, and what may be answered to it. */
export interface HttpCase {
  /** What is wrong with it, for whoever reads a failure. */
  what: string;
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: Buffer;
  statuses: readonly number[];
  /** Each must be named among the answer's `fields`. */
  fields?: readonly string[];
  /** The whole answer, where a door has but one word for all rubbish. */
  says?: string;
}

/** What a door said. */
export interface HttpAnswer {
  status: number;
  contentType: string;
  body: string;
}

/** What is wrong with an answer to rubbish; nothing where it is in order. */
export function complaintOf(rubbish: HttpCase, answer: HttpAnswer): string | undefined {
  const said = `${rubbish.what}: ${rubbish.method} ${rubbish.path.slice(0, 120)} answered ${answer.status} ${answer.body.slice(0, 300)}`;
  if (!rubbish.statuses.includes(answer.status)) {
    return `${said}, and not ${rubbish.statuses.join(' or ')}`;
  }
  if (answer.status < 400) return undefined;
  if (rubbish.says !== undefined) {
    return answer.body === rubbish.says ? undefined : `${said}, and not ${rubbish.says}`;
  }
  const error = errorOf(answer.body);
  if (error === undefined) return `${said}, which is no error as all others are`;
  const named = new Set(error.fields?.map(({ field }) => field));
  const missing = (rubbish.fields ?? []).filter((field) => !named.has(field));
  return missing.length === 0 ? undefined : `${said}, without a word of ${missing.join(', ')}`;
}

interface SaidError {
  code: string;
  message: string;
  fields?: { field: string; message: string }[];
}

function errorOf(body: string): SaidError | undefined {
  try {
    const { error } = JSON.parse(body) as { error?: Partial<SaidError> };
    const fields = error?.fields ?? [];
    const wellFormed =
      typeof error?.code === 'string' &&
      typeof error.message === 'string' &&
      fields.every(
        ({ field, message }) => typeof field === 'string' && typeof message === 'string',
      );
    return wellFormed ? (error as SaidError) : undefined;
  } catch {
    return undefined;
  }
}
