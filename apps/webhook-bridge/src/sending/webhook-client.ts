import { PrivateAddressError } from '@tapmesh/service-kit';
import type { lookup } from 'node:dns';
import { Agent, ProxyAgent, type Dispatcher } from 'undici';
import { readBeginning } from './answer-body.js';
import { allowance, guardedConnector, isForbiddenLiteral } from './guarded-connector.js';
import { loggedHeaders } from './logged-headers.js';
import { retryAfterMs } from './retry-after.js';
import { whatFailed } from './what-failed.js';

export interface WebhookClientOptions {
  allowedHosts: readonly string[];
  /** HTTPS alone, save for allowed hosts. */
  httpsOnly: boolean;
  /** Through it goes everything; then it is the proxy that looks names up. */
  egressProxy?: string;
  /** Connections that may be open to one host at once. */
  connectionsPerHost: number;
  /** @internal for tests: how names become addresses */
  resolve?: typeof lookup;
}

export interface WebhookRequest {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** From the name's lookup to the last byte that is read of the answer. */
  timeoutMs: number;
}

/** What came back, or why nothing did. */
export interface WebhookAnswer {
  status?: number;
  headers: Record<string, string>;
  /** Its beginning: up to 1 KiB. */
  body?: string;
  retryAfterMs?: number;
  error?: string;
  latencyMs: number;
}

const CONNECT_TIMEOUT_MS = 10_000;
/** Shorter than what servers keep open by default, so that a request seldom meets a closed connection. */
const KEEP_ALIVE_MS = 4_000;
const MAX_HEADER_BYTES = 16 * 1024;

/** Posts to whom others name: no redirection is followed, nothing private is connected to. */
export class WebhookClient {
  private readonly dispatcher: Dispatcher;
  private readonly allowed: (host: string) => boolean;

  constructor(private readonly options: WebhookClientOptions) {
    const { allowedHosts, egressProxy, connectionsPerHost, resolve } = options;
    this.allowed = allowance(allowedHosts);
    const common = {
      connections: connectionsPerHost,
      pipelining: 1,
      keepAliveTimeout: KEEP_ALIVE_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
      allowH2: false,
    };
    this.dispatcher =
      egressProxy === undefined
        ? new Agent({
            ...common,
            connect: guardedConnector({
              allowedHosts,
              resolve,
              connectTimeoutMs: CONNECT_TIMEOUT_MS,
            }),
          })
        : new ProxyAgent({ ...common, uri: egressProxy });
  }

  /** Never throws: whatever goes wrong is an answer. */
  async post(request: WebhookRequest): Promise<WebhookAnswer> {
    const startedAt = performance.now();
    const signal = AbortSignal.timeout(request.timeoutMs);
    try {
      const answer = await this.attempt(request, signal);
      return { ...answer, latencyMs: performance.now() - startedAt };
    } catch (error) {
      const latencyMs = performance.now() - startedAt;
      return { headers: {}, error: whatFailed(error, request.timeoutMs), latencyMs };
    }
  }

  async close(): Promise<void> {
    await this.dispatcher.destroy();
  }

  private async attempt(
    request: WebhookRequest,
    signal: AbortSignal,
  ): Promise<Omit<WebhookAnswer, 'latencyMs'>> {
    const url = this.permitted(request.url);
    const { statusCode, headers, body } = await this.send(url, request, signal);
    const text = await readBeginning(body);
    const logged = loggedHeaders(headers);
    return {
      status: statusCode,
      headers: logged,
      body: text,
      retryAfterMs: retryAfterMs(logged['retry-after'], Date.now()),
    };
  }

  /**
   * A connection that was kept may have been closed by the other side at this very moment; that is no
   * failure of the endpoint's, and it is asked again on a new one.
   */
  private async send(
    url: URL,
    request: WebhookRequest,
    signal: AbortSignal,
  ): Promise<Dispatcher.ResponseData> {
    const send = (): Promise<Dispatcher.ResponseData> =>
      this.dispatcher.request({
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        method: 'POST',
        headers: request.headers,
        body: request.body,
        signal,
      });
    try {
      return await send();
    } catch (error) {
      if (!wasClosedMeanwhile(error)) throw error;
      return send();
    }
  }

  private permitted(text: string): URL {
    const url = new URL(text);
    const { hostname, protocol } = url;
    if (isForbiddenLiteral(hostname, this.allowed)) throw new PrivateAddressError(hostname);
    if (protocol !== 'https:' && (this.options.httpsOnly || protocol !== 'http:')) {
      if (!this.allowed(hostname)) throw new Error(`${protocol}// is not allowed, only https://`);
    }
    return url;
  }
}

function wasClosedMeanwhile(error: unknown): boolean {
  const { code, socket } = error as { code?: unknown; socket?: { bytesRead?: number } };
  return code === 'UND_ERR_SOCKET' && (socket?.bytesRead ?? 0) > 0;
}
