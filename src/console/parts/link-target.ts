/** Where a link may lead. Evidence and cards carry text of others: only http(s) becomes a link. */

export type LinkTarget = { readonly kind: 'inside'; readonly path: string } | { readonly kind: 'outside'; readonly url: string };

/** Null for everything but http and https; pages of this console are opened in place. */
export function linkTarget(url: string, origin: string): LinkTarget | null {
  let parsed: URL;
  try {
    parsed = new URL(url, origin);
  } catch {
    return null;
  }
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') return null;
  const isPage = /^\/($|\?|incidents|systems|audit)/.test(parsed.pathname + parsed.search);
  if (parsed.origin === origin && isPage) return { kind: 'inside', path: parsed.pathname + parsed.search + parsed.hash };
  return { kind: 'outside', url: parsed.href };
}
