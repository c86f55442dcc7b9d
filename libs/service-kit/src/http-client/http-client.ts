import type { lookup } from 'node:dns';
import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { isPublicAddress } from './public-address.js';
import { PrivateAddressError, publicLookup } from './public-lookup.js';

export { PrivateAddressError } from './public-lookup.js';

const MAX_BODY_BYTES = 64 * 1024;

export interface HttpClientOptions {
  /**
   * `any`: whom we ask stands in our own configuration. `public`: others name it, so that only
   * addresses of the public internet are connected to, and hosts that are allowed by name.
   */
  addresses: 'any' | 'public';
  /** With `public`: hosts, without their ports, that may be anywhere. */
  allowedHosts?: readonly string[];
  /** @internal for tests: how names become addresses */
  resolve?: typeof lookup;
}

export interface HttpRequest {
  method: 'GET' | 'POST';
  url: string;
  /** Sent as JSON. */
  body?: object;
  /** From the name's lookup to the last byte of the answer. */
  timeoutMs: number;
  /** Gives up sooner. */
  signal?: AbortSignal;
}

export interface HttpText {
  status: number;
  text: string;
}

export interface HttpAnswer {
  status: number;
  /** What the answer's JSON says; undefined where it is none. */
  body: unknown;
}

/**
 * Asks for JSON. A redirection is an answer like any other and is not followed; a body is read up to
 * 64 KiB. Every request has a connection of its own: whom others name is asked seldom, and a
 * connection that is kept is kept to an address that was looked at long ago.
 */
export class HttpClient {
  private readonly allowedHosts: ReadonlySet<string>;
  private readonly lookup;

  constructor(private readonly options: HttpClientOptions) {
    this.allowedHosts = new Set(options.allowedHosts?.map((host) => host.toLowerCase()));
    this.lookup = publicLookup(options.resolve);
  }

  /** Whether a host may be at any address. */
  isAllowedByName(url: URL): boolean {
    return this.allowedHosts.has(hostOf(url));
  }

  /** @throws when there is no answer, or too much of it, or nobody there that may be asked */
  async send(request: HttpRequest): Promise<HttpAnswer> {
    const { status, text } = await this.sendForText(request);
    return { status, body: parsed(text) };
  }

  /**
   * The same for who reads the answer otherwise than `JSON.parse` does: its numbers are not exact.
   * @throws as `send`
   */
  async sendForText({ method, url, body, timeoutMs, signal }: HttpRequest): Promise<HttpText> {
    const target = new URL(url);
    const content = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const options: RequestOptions = {
      method,
      agent: false,
      signal: signalOf(timeoutMs, signal),
      headers: {
        accept: 'application/json',
        connection: 'close',
        ...(content !== undefined && {
          'content-type': 'application/json',
          'content-length': content.byteLength,
        }),
      },
      ...this.guard(target),
    };
    const response = await answerTo({ target, options, content });
    const bytes = await readBounded(response);
    return { status: response.statusCode ?? 0, text: bytes.toString('utf8') };
  }

  /** A name is checked where it is looked up; an address that stands in the URL is not looked up. */
  private guard(target: URL): Pick<RequestOptions, 'lookup'> {
    if (this.options.addresses === 'any' || this.isAllowedByName(target)) return {};
    const host = hostOf(target);
    if (isIP(host) !== 0 && !isPublicAddress(host)) throw new PrivateAddressError(host);
    return { lookup: this.lookup };
  }
}

function signalOf(timeoutMs: number, signal: AbortSignal | undefined): AbortSignal {
  const timeout = AbortSignal.timeout(timeoutMs);
  return signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
}

interface Sending {
  target: URL;
  options: RequestOptions;
  content: Buffer | undefined;
}

function answerTo({ target, options, content }: Sending): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const start = target.protocol === 'https:' ? requestHttps : requestHttp;
    start(target, options, resolve).on('error', reject).end(content);
  });
}

async function readBounded(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    // Leaving the loop closes the connection.
    if (bytes > MAX_BODY_BYTES)
      throw new Error(`the answer is longer than ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Without the brackets of an IPv6 address. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase();
}
