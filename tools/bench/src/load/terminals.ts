import type { MeshDescription } from '@tapmesh/mesh';
import { Pool } from 'undici';
import { isAsExpected, type Tap } from './tap.js';

/** What came of one tap; `broken` is no answer, `other` every one that is neither expected nor a 503. */
export type Outcome =
  | { kind: 'as_expected' }
  | { kind: 'too_busy'; retryAfterMs: number | undefined }
  | { kind: 'broken'; answer: string }
  | { kind: 'other'; answer: string };

export interface TerminalsOptions {
  mesh: Pick<MeshDescription, 'services' | 'terminal'>;
  /** As many connections, each with one request at a time. */
  connections: number;
  answerTimeoutMs?: number;
}

const ANSWER_TIMEOUT_MS = 60_000;

/** Terminals at the POS service's door, each on a connection that it keeps. */
export class Terminals {
  private readonly pool: Pool;
  private readonly headers: Record<string, string>;

  constructor({ mesh, connections, answerTimeoutMs = ANSWER_TIMEOUT_MS }: TerminalsOptions) {
    const pos = mesh.services.find(({ name }) => name === 'pos-service');
    if (pos === undefined) throw new Error('the mesh has no pos-service');
    this.pool = new Pool(pos.url, {
      connections,
      pipelining: 1,
      headersTimeout: answerTimeoutMs,
      bodyTimeout: answerTimeoutMs,
      // A crowd that comes at once may wait to be let in, as it may wait for its answers.
      connect: { timeout: answerTimeoutMs },
    });
    this.headers = {
      'content-type': 'application/json',
      [mesh.terminal.header]: mesh.terminal.key,
    };
  }

  /** Never rejects: a broken connection is an outcome too. */
  async tap(tap: Tap): Promise<Outcome> {
    try {
      const { statusCode, headers, body } = await this.pool.request({
        path: '/payment',
        method: 'POST',
        headers: this.headers,
        body: tap.body,
      });
      const text = await body.text();
      if (statusCode === 200 && isAsExpected(text, tap)) return { kind: 'as_expected' };
      if (statusCode === 503) {
        return { kind: 'too_busy', retryAfterMs: milliseconds(headers['retry-after']) };
      }
      return { kind: 'other', answer: `${statusCode} ${text}` };
    } catch (error) {
      return { kind: 'broken', answer: error instanceof Error ? error.message : String(error) };
    }
  }

  close(): Promise<void> {
    return this.pool.close();
  }
}

function milliseconds(retryAfter: string | string[] | undefined): number | undefined {
  const seconds = Number(retryAfter);
  return typeof retryAfter === 'string' && Number.isFinite(seconds) ? seconds * 1_000 : undefined;
}
