/** What probes and scrapers ask for: neither counted among the answers nor traced. */
export function isForOperators(url: string): boolean {
  return url.startsWith('/health') || url.startsWith('/metrics');
}
