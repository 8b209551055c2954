/**
 * Answers of 4xx in an access log, told apart: what scanners ask for was never there, what answered well before and is refused now hurts
 * people. Redirects that took the place of pages are looked for in the same way.
 */

import type { Request } from './access-log.ts';

export interface Refusals {
  /** The 4xx that is given most often; 0 when there is none. 499 is the client's own. */
  readonly status: number;
  readonly count: number;
  /** Its share of the latest answers, and of those before. */
  readonly lateShare: number;
  readonly earlierShare: number;
  readonly prefix: string;
  readonly prefixShare: number;
  readonly client: string;
  readonly clientShare: number;
  readonly clients: number;
  /** Different ones. */
  readonly paths: number;
  /** Of these, for what scanners ask for and this site never answered well. */
  readonly scanShare: number;
}

/** A prefix that answers nothing but one refusing status, or nothing but redirects, of late. */
export interface Turned {
  readonly prefix: string;
  /** What is asked for most of what is refused below it. */
  readonly path: string;
  readonly status: number;
  /** Answers since it turned. */
  readonly requests: number;
  /** Good answers for the same paths before; 0 where the log does not reach so far back. */
  readonly before: number;
  readonly clients: number;
  readonly clientShare: number;
  /** Answers for which the same client had asked the same within a second before: it is led in a circle. */
  readonly circling: number;
  readonly atMs: number;
}

/** The answers of the last minute, and where these are few the last twenty. */
const late = { withinMs: 60_000, requestsMin: 20 } as const;
/** A run that chance makes less often than this, at the rate of before, is no chance. */
const chanceMax = 1e-6;
const runMin = 5;
/** A prefix that was never seen well must have been asked for the same again and again: scanners ask for many things once. */
const unseenRunMin = 10;
const asksPerPathMin = 3;
const circleMs = 1_000;
const seenShareMin = 0.2;
const clientsMin = 3;

/** What scanners look for, whatever the site: other people's software, secrets and backups. */
const scanned =
  /\/(?:wp-[\w-]+|wordpress|xmlrpc\.php|php-?my-?admin|pma|adminer|cgi-bin|phpinfo|info\.php|eval-stdin|phpunit|vendor\/phpunit|actuator|boaform|hnap1|manager\/html|solr\/admin|owa|autodiscover|telescope|_ignition|server-status|sdk|evox|nmaplowercheck|config\.(?:php|json|ya?ml)|backup[\w.-]*|dump\.sql|\.(?:env|git|svn|aws|ssh|ds_store|vscode|htaccess)[\w./-]*)(?:$|[/?.])|\.(?:bak|sql|old|swp|aspx?)(?:$|\?)/i;

const isRefusal = (status: number): boolean => status >= 400 && status < 499;
const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

/** `/cart/17/items/3f2a…` and `/cart/18/items/77b1…` are one shape. */
export function shapeOf(path: string): string {
  return path.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16,}|\d+/gi, '0');
}

export function prefixOf(path: string): string {
  return /^\/[^/]*/.exec(path)?.[0] ?? '/';
}

export function refusalsOf(requests: readonly Request[], sinceMs: number): Refusals {
  const counted = requests.filter(({ atMs }) => atMs >= sinceMs);
  const [status = 0, count] = mostOf(counted.flatMap((each) => (isRefusal(each.status) ? [each.status] : [])));
  const refused = counted.filter((each) => each.status === status);
  const [prefix = '', inPrefix] = mostOf(refused.map(({ path }) => prefixOf(path)));
  const [client = '', ofClient] = mostOf(refused.map((each) => each.client));
  const from = Math.min((requests.at(-1)?.atMs ?? 0) - late.withinMs, requests.at(-late.requestsMin)?.atMs ?? 0);
  const served = new Set(requests.filter((each) => each.status < 400).map(({ path }) => shapeOf(path)));
  const shareOf = (some: readonly Request[]): number => some.filter((each) => each.status === status).length / Math.max(1, some.length);
  return {
    status,
    count,
    lateShare: shareOf(requests.filter(({ atMs }) => atMs >= from)),
    earlierShare: shareOf(requests.filter(({ atMs }) => atMs < from)),
    prefix,
    prefixShare: inPrefix / Math.max(1, count),
    client,
    clientShare: ofClient / Math.max(1, count),
    clients: new Set(refused.map((each) => each.client)).size,
    paths: new Set(refused.map(({ path }) => path)).size,
    scanShare: refused.filter(({ path }) => scanned.test(path) && !served.has(shapeOf(path))).length / Math.max(1, count),
  };
}

/** The prefix of which most is refused of late; those that were well before come first. */
export function turnedPrefix(requests: readonly Request[], sinceMs: number): Turned | null {
  const groups = Map.groupBy(requests, ({ path }) => prefixOf(path));
  const turned = [...groups].flatMap(([prefix, of]) => turnOf(prefix, of) ?? []).filter(({ atMs }) => atMs >= sinceMs);
  const [most] = turned.sort(
    (one, other) => Math.sign(other.before) - Math.sign(one.before) || other.requests - one.requests || other.before - one.before,
  );
  return most ?? null;
}

function turnOf(prefix: string, requests: readonly Request[]): Turned | null {
  const good = new Set(requests.filter(({ status }) => status < 300 || status === 304).map(({ path }) => shapeOf(path)));
  // What was never answered well tells nothing where something else was: mostly scanners ask for it.
  const known = good.size === 0 ? requests : requests.filter(({ path }) => good.has(shapeOf(path)));
  const status = known.findLast((each) => !isPassing(each.status))?.status ?? 0;
  if (!isRefusal(status) && !isRedirect(status)) return null;
  const last = known.findLastIndex((each) => each.status !== status && !isPassing(each.status));
  const [before, run] = [known.slice(0, last + 1), known.slice(last + 1).filter((each) => each.status === status)];
  const wasGood = before.filter((each) => each.status < 300 || each.status === 304).length;
  const rate = before.filter((each) => each.status === status).length / Math.max(1, before.length);
  if (good.size === 0 ? !isAskedAgain(run) : run.length < runMin || rate ** run.length > chanceMax) return null;
  if (status === 404 && wasGood > 0 && isEnumeration(run, before)) return null;
  const [path = ''] = mostOf(run.map((each) => each.path));
  const [, ofClient] = mostOf(run.map(({ client }) => client));
  return {
    prefix,
    path,
    status,
    requests: run.length,
    before: wasGood,
    clients: new Set(run.map(({ client }) => client)).size,
    clientShare: ofClient / Math.max(1, run.length),
    circling: circlingIn(run),
    atMs: run[0]?.atMs ?? 0,
  };
}

/** Who gives up, or what fails behind, says nothing of what the path would be answered with. */
const isPassing = (status: number): boolean => status >= 499;

/** One who counts up numbers asks for what nobody had been given before. */
function isEnumeration(run: readonly Request[], before: readonly Request[]): boolean {
  const given = new Set(before.filter(({ status }) => status < 300 || status === 304).map(({ path }) => path));
  const seen = run.filter(({ path }) => given.has(path)).length;
  return seen < run.length * seenShareMin && new Set(run.map(({ client }) => client)).size < clientsMin;
}

function isAskedAgain(run: readonly Request[]): boolean {
  return run.length >= unseenRunMin && run.length >= asksPerPathMin * new Set(run.map(({ path }) => path)).size;
}

function circlingIn(run: readonly Request[]): number {
  const asked = new Map<string, number>();
  let count = 0;
  for (const { client, path, atMs } of run) {
    const key = `${client} ${path}`;
    if (atMs - (asked.get(key) ?? Number.NEGATIVE_INFINITY) <= circleMs) count += 1;
    asked.set(key, atMs);
  }
  return count;
}

function mostOf<Value>(values: readonly Value[]): readonly [Value | undefined, number] {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [most] = [...counts].sort((one, other) => other[1] - one[1]);
  return most ?? [undefined, 0];
}
