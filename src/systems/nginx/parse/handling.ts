/** What the configuration makes of a path: who answers it, and which path or file it becomes on the way. */

import { type Directive, findAll } from './config.ts';
import { expressionOf, inEffect, matcherOf, type Route } from './locations.ts';

/**
 * `path-changed`: what is behind gets another path than was asked for. `file`: the folder and the path do not fit together. `shadowed`: an
 * expression takes what a prefix location was meant for. `answers`: nginx answers by itself. `redirects`: it sends elsewhere.
 */
export type Twist = 'none' | 'path-changed' | 'file' | 'shadowed' | 'answers' | 'redirects';

export interface Handling {
  /** `location /api/`, or `server`. */
  readonly place: string;
  /** `/etc/nginx/conf.d/shop.conf:12`. */
  readonly at: string;
  /** The directive that decides, as it is written. */
  readonly handler: string;
  readonly handlerAt: string;
  readonly twist: Twist;
  /** The path as it comes to what is behind, or the file that is looked for; empty when it can't be told. */
  readonly arrives: string;
  /** The location that would answer, were it not for the expression. */
  readonly shadowed: string;
  readonly isProtoForwarded: boolean;
  readonly bodyMax: string;
}

const passes = ['proxy_pass', 'fastcgi_pass', 'uwsgi_pass', 'scgi_pass', 'grpc_pass'] as const;

export function handlingOf(route: Route, path: string): Handling {
  const { location, shadowed } = route;
  const own = location ?? route.chain.at(-1);
  const prefix = location === null ? '' : (matcherOf(location)?.value ?? '');
  const isExpression = location !== null && matcherOf(location)?.sort === 'expression';
  const decided = decide(route, path, prefix, isExpression);
  const isShadowed = shadowed !== null && (matcherOf(shadowed)?.value ?? '/') !== '/' && decided.twist === 'none';
  return {
    place: location === null ? 'server' : written(location),
    at: own === undefined ? '' : placeOf(own),
    handler: decided.by === undefined ? '' : written(decided.by),
    handlerAt: decided.by === undefined ? '' : placeOf(decided.by),
    twist: isShadowed ? 'shadowed' : decided.twist,
    arrives: decided.arrives,
    shadowed: shadowed === null ? '' : written(shadowed),
    isProtoForwarded: inEffect(route, 'proxy_set_header').some(({ args }) => /^X-Forwarded-Proto$/i.test(args[0] ?? '')),
    bodyMax: inEffect(route, 'client_max_body_size')[0]?.args[0] ?? '1m',
  };
}

interface Decided {
  readonly by: Directive | undefined;
  readonly twist: Twist;
  readonly arrives: string;
}

function decide(route: Route, path: string, prefix: string, isExpression: boolean): Decided {
  const blocks = route.chain.filter(({ name }) => name === 'server' || name === 'location').map(({ block }) => block ?? []);
  const returned = blocks.flatMap((block) => findAll(outsideLocations(block), 'return'))[0];
  const last = blocks.at(-1) ?? [];
  const pass = last.find(({ name }) => passes.some((each) => each === name));
  // One within `if` is only sure where nothing else answers.
  if (returned !== undefined && (pass === undefined || isRedirecting(returned)))
    return { by: returned, twist: isRedirecting(returned) ? 'redirects' : 'answers', arrives: '' };
  const rewrite = rewritten(blocks, path);
  if (rewrite !== null && rewrite.arrives === null) return { by: rewrite.by, twist: 'redirects', arrives: '' };
  if (pass !== undefined) return passed(pass, path, isExpression ? null : prefix, rewrite);
  return filed(route, path, isExpression ? null : prefix);
}

/** What counts for the block itself, conditions included, without what its locations do. */
function outsideLocations(block: readonly Directive[]): readonly Directive[] {
  return block.filter(({ name }) => name !== 'location');
}

function isRedirecting({ args }: Directive): boolean {
  return args.length === 1 ? !/^\d{3}$/.test(args[0] ?? '') : /^30[12378]$/.test(args[0] ?? '');
}

/** The first `rewrite` that applies: `arrives` is null where it sends the client elsewhere. */
function rewritten(blocks: readonly (readonly Directive[])[], path: string): { by: Directive; arrives: string | null } | null {
  for (const by of blocks.flatMap((block) => block.filter(({ name }) => name === 'rewrite'))) {
    const [source = '', target = '', flag = ''] = by.args;
    const expression = expressionOf(source);
    if (expression?.test(path) !== true) continue;
    if (flag === 'redirect' || flag === 'permanent' || /^https?:/.test(target)) return { by, arrives: null };
    return { by, arrives: target.includes('$') && !/^[^$]*(\$[1-9][^$]*)*$/.test(target) ? '' : path.replace(expression, target) };
  }
  return null;
}

function passed(pass: Directive, path: string, prefix: string | null, rewrite: ReturnType<typeof rewritten>): Decided {
  if (rewrite !== null) {
    const arrives = rewrite.arrives ?? '';
    return { by: rewrite.by, twist: arrives === path ? 'none' : 'path-changed', arrives };
  }
  const address = pass.args[0] ?? '';
  const uri = (address.includes('unix:') ? /^\w+:\/\/unix:[^:]+:(\/.*)$/ : /^\w+:\/\/[^/]+(\/.*)$/).exec(address)?.[1];
  if (address.includes('$')) return { by: pass, twist: 'none', arrives: '' };
  if (uri === undefined || prefix === null || pass.name !== 'proxy_pass') return { by: pass, twist: 'none', arrives: path };
  const arrives = uri + path.slice(prefix.length);
  return { by: pass, twist: arrives === path ? 'none' : 'path-changed', arrives };
}

function filed(route: Route, path: string, prefix: string | null): Decided {
  const alias = route.location?.block?.find(({ name }) => name === 'alias');
  if (alias !== undefined) {
    const folder = alias.args[0] ?? '';
    if (prefix === null || folder.includes('$')) return { by: alias, twist: 'none', arrives: '' };
    return {
      by: alias,
      twist: prefix.endsWith('/') === folder.endsWith('/') ? 'none' : 'file',
      arrives: folder + path.slice(prefix.length),
    };
  }
  const [root] = inEffect(route, 'root');
  if (root === undefined) return { by: undefined, twist: 'none', arrives: '' };
  const folder = (root.args[0] ?? '').replace(/\/$/, '');
  const isTwice = prefix !== null && prefix.length > 1 && `${folder}/`.endsWith(`${prefix.replace(/\/$/, '')}/`);
  return { by: root, twist: isTwice ? 'file' : 'none', arrives: folder + path };
}

/** As it stands there, without a login in an address. */
export function written({ name, args }: Directive): string {
  return [name, ...args]
    .join(' ')
    .replace(/\/\/[^/@\s]+@/g, '//')
    .slice(0, 160);
}

export function placeOf({ file, line }: Directive): string {
  return file === '' ? '' : `${file}:${line}`;
}
