/** Which location of a server answers a path, by nginx' own order: exact, longest prefix, then the first expression that matches. */

import { type Directive, findAll } from './config.ts';

export interface Route {
  /** From `http` to the location: what stands further in counts first. */
  readonly chain: readonly Directive[];
  /** Null where the server itself answers. */
  readonly location: Directive | null;
  /** The prefix location that would answer, were it not for an expression. */
  readonly shadowed: Directive | null;
}

interface Matcher {
  readonly sort: 'exact' | 'prefix' | 'firm' | 'expression';
  readonly value: string;
  /** Of an expression. */
  readonly flags: '' | 'i';
}

/** `location ~* \.php$`: how it matches, and what. */
export function matcherOf({ args }: Directive): Matcher | null {
  const glued = /^(=|~\*|~|\^~)(.+)$/.exec(args.length === 1 ? (args[0] ?? '') : '');
  const [sign, value] = args.length >= 2 ? args : glued === null ? ['', args[0]] : [glued[1], glued[2]];
  if (value === undefined || value.startsWith('@')) return null;
  if (sign === '=') return { sort: 'exact', value, flags: '' };
  if (sign === '~' || sign === '~*') return { sort: 'expression', value, flags: sign === '~*' ? 'i' : '' };
  return { sort: sign === '^~' ? 'firm' : 'prefix', value, flags: '' };
}

/**
 * A line of the access log does not say which server it came to: the one whose location says most about the path is taken. Null when the
 * configuration has no server.
 */
export function routeOf(tree: readonly Directive[], path: string): Route | null {
  const https = tree.filter(({ name }) => name === 'http');
  const routes = https.flatMap((http) =>
    findAll(http.block ?? [], 'server').flatMap((server) => {
      if (server.block === null) return [];
      const found = locationOf(server.block, path);
      const chain = [http, server, ...(found?.chain ?? [])];
      return [{ chain, location: found?.chain.at(-1) ?? null, shadowed: found?.shadowed ?? null }];
    }),
  );
  return routes.sort((one, other) => weightOf(other) - weightOf(one))[0] ?? null;
}

interface Found {
  readonly chain: readonly Directive[];
  readonly shadowed: Directive | null;
}

function locationOf(block: readonly Directive[], path: string): Found | null {
  const all = block.flatMap((location) => {
    const matcher = location.name === 'location' && location.block !== null ? matcherOf(location) : null;
    return matcher === null ? [] : [{ location, matcher }];
  });
  const exact = all.find(({ matcher }) => matcher.sort === 'exact' && matcher.value === path);
  if (exact !== undefined) return { chain: [exact.location], shadowed: null };
  const [longest] = all
    .filter(({ matcher: { sort, value } }) => (sort === 'prefix' || sort === 'firm') && path.startsWith(value))
    .sort((one, other) => other.matcher.value.length - one.matcher.value.length);
  const inner = longest === undefined ? null : locationOf(longest.location.block ?? [], path);
  if (longest !== undefined && inner !== null) return { chain: [longest.location, ...inner.chain], shadowed: inner.shadowed };
  const expression = longest?.matcher.sort === 'firm' ? undefined : all.find(({ matcher }) => isMatch(matcher, path));
  if (expression !== undefined) return { chain: [expression.location], shadowed: longest?.location ?? null };
  return longest === undefined ? null : { chain: [longest.location], shadowed: null };
}

function isMatch({ sort, value, flags }: Matcher, path: string): boolean {
  return sort === 'expression' && expressionOf(value, flags)?.test(path) === true;
}

/** Null for what only PCRE understands. */
export function expressionOf(source: string, flags = ''): RegExp | null {
  try {
    const isLoose = source.startsWith('(?i)');
    return new RegExp(isLoose ? source.slice(4) : source, isLoose ? 'i' : flags);
  } catch {
    return null;
  }
}

function weightOf({ location }: Route): number {
  if (location === null) return -1;
  const matcher = matcherOf(location);
  return matcher === null ? -1 : matcher.sort === 'exact' ? Number.MAX_SAFE_INTEGER : matcher.value.length;
}

/** The directives of this name that count for the route: those of the innermost block that has any. */
export function inEffect({ chain }: Route, ...names: readonly string[]): readonly Directive[] {
  for (const { block } of chain.toReversed()) {
    const own = (block ?? []).filter(({ name }) => names.includes(name));
    if (own.length > 0) return own;
  }
  return [];
}
