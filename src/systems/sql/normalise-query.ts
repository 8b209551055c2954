/** Takes the values out of a statement, which may be anybody's name or number: what is kept is its shape. */

const shownMax = 300;

/** In PostgreSQL double quotes hold names; in MySQL they hold values, and backslashes escape. */
export type SqlDialect = 'postgresql' | 'mysql';

/** Pure; the time grows with the length of the text alone. A value that was cut off in the middle goes as a whole. */
export function normaliseQuery(text: string, dialect: SqlDialect): string {
  const joined = maskValues(text, dialect, () => '?')
    .replace(/\s+/g, ' ')
    .replace(/\?(?:\s*,\s*\?)+/g, '?, …')
    .replace(/(\(\?(?:, …)?\))(?:\s*,\s*\(\?(?:, …)?\))+/g, '$1, …')
    .trim();
  return joined.length > shownMax ? `${joined.slice(0, shownMax)}…` : joined;
}

/** Pure: each value becomes what `mark` makes of it, each comment a space; the rest stays as it is. */
export function maskValues(text: string, dialect: SqlDialect, mark: (value: string) => string): string {
  const source = text.slice(0, 4_000);
  let shape = '';
  for (let at = 0; at < source.length; ) {
    const end = skipValue(source, at, dialect);
    if (end.kind === 'keep') shape += source[at] ?? '';
    else shape += end.kind === 'value' ? mark(source.slice(at, end.at)) : ' ';
    at = end.at;
  }
  return shape;
}

interface Skip {
  readonly kind: 'keep' | 'value' | 'comment';
  readonly at: number;
}

function skipValue(source: string, at: number, dialect: SqlDialect): Skip {
  const character = source[at] ?? '';
  const next = source[at + 1] ?? '';
  if (character === '-' && next === '-') return { kind: 'comment', at: lineEnd(source, at) };
  if (character === '#' && dialect === 'mysql') return { kind: 'comment', at: lineEnd(source, at) };
  if (character === '/' && next === '*') return { kind: 'comment', at: after(source, '*/', at + 2) };
  if (character === "'" || (character === '"' && dialect === 'mysql'))
    return { kind: 'value', at: quoteEnd(source, at, character, dialect === 'mysql' || isEscaped(source, at)) };
  if (character === '"' || character === '`') return keepName(source, at, character);
  if (character === '$' && dialect === 'postgresql') return dollarValue(source, at);
  if (/[0-9]/.test(character) && !/[A-Za-z0-9_$]/.test(source[at - 1] ?? '')) return { kind: 'value', at: numberEnd(source, at) };
  return { kind: 'keep', at: at + 1 };
}

/** Names are kept letter by letter; only the quotes around one must not open a value. */
function keepName(source: string, at: number, quote: string): Skip {
  const isInside = (source.slice(0, at).split(quote).length - 1) % 2 === 1;
  return isInside || source.indexOf(quote, at + 1) >= 0 ? { kind: 'keep', at: at + 1 } : { kind: 'value', at: source.length };
}

/** `$1` is a place for a value and stays; `$tag$ … $tag$` is one. */
function dollarValue(source: string, at: number): Skip {
  const tag = /^\$[A-Za-z_]{0,40}\$/.exec(source.slice(at, at + 44))?.[0];
  if (tag === undefined) return { kind: 'keep', at: at + 1 };
  return { kind: 'value', at: after(source, tag, at + tag.length) };
}

function isEscaped(source: string, at: number): boolean {
  return /e/i.test(source[at - 1] ?? '') && !/[A-Za-z0-9_]/.test(source[at - 2] ?? '');
}

function quoteEnd(source: string, at: number, quote: string, hasBackslash: boolean): number {
  for (let position = at + 1; position < source.length; position += 1) {
    if (hasBackslash && source[position] === '\\') position += 1;
    else if (source[position] === quote) {
      if (source[position + 1] !== quote) return position + 1;
      position += 1;
    }
  }
  return source.length;
}

function numberEnd(source: string, at: number): number {
  let end = at;
  while (end < source.length && /[0-9A-Fa-fxX.]/.test(source[end] ?? '')) end += 1;
  return end;
}

function lineEnd(source: string, at: number): number {
  const end = source.indexOf('\n', at);
  return end < 0 ? source.length : end;
}

function after(source: string, mark: string, from: number): number {
  const found = source.indexOf(mark, from);
  return found < 0 ? source.length : found + mark.length;
}
