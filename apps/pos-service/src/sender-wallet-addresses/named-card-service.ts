import type { HttpClient } from '@tapmesh/service-kit';

const MAX_URL_LENGTH = 2048;

/** Over TLS, unless the host is allowed by name. */
export function maySpeakTo(url: URL, http: HttpClient): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && http.isAllowedByName(url));
}

/** The card service that a wallet address names, where it may be asked. */
export function namedCardService(body: unknown, http: HttpClient): string | undefined {
  const { cardService } = body as Record<string, unknown>;
  if (typeof cardService !== 'string' || cardService.length > MAX_URL_LENGTH) return undefined;
  const parsed = URL.parse(cardService);
  if (parsed === null || !maySpeakTo(parsed, http)) return undefined;
  // So that `new URL('payment', …)` keeps the whole path.
  if (!parsed.pathname.endsWith('/')) parsed.pathname += '/';
  return parsed.href;
}
