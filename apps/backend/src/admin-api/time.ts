import { badInput } from './admin-api.error.js';

/**
 * Dates reach further than the text of a message or PostgreSQL's: what nobody could read again is no time.
 * @throws {AdminApiError} BAD_USER_INPUT
 */
export function readTime(name: string, text: string): string {
  const time = new Date(text);
  const year = time.getUTCFullYear();
  if (!(year >= 1 && year <= 9_999)) throw badInput(`${name} is no time of the years 1 to 9999`);
  return time.toISOString();
}
