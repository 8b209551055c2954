/** What a person reads on a page that is not the one that was expected: its title and its first words. */

import { maskSecrets } from '../../domain/mask-secrets.ts';

const lengthMax = 200;
/** Of a large page only the beginning is of use. */
const readMax = 20_000;

/** Pure: without markup, on one line; empty for a page without words. */
export function pageTextOf(body: string): string {
  const text = body
    .slice(0, readMax)
    .replace(/<(script|style|svg|template)\b[\s\S]*?<\/\1\s*>|<!--[\s\S]*?-->/gi, ' ')
    .replace(/<\/?[a-z!][^>]*>/gi, ' ')
    .replace(/&nbsp;/gi, ' ')
    .replace(/&#0*39;|&apos;|&rsquo;/gi, "'")
    .replace(/&quot;/gi, '"')
    .replace(/&amp;/gi, '&')
    .replace(/\s+/g, ' ')
    .trim();
  const masked = maskSecrets(text.slice(0, 2 * lengthMax));
  return masked.length <= lengthMax ? masked : `${masked.slice(0, lengthMax - 1)}…`;
}
