/** What the names of apps say: which are gateways, and which is the database that an app speaks with. */

import type { App, View } from '../view.ts';

/** Apps that pass requests on. */
export const gatewayName = /gateway|ingress|(?:^|-)(?:nginx|envoy|traefik|kong|apisix|zuul|haproxy|edge)(?:-|$)/i;

export const databaseWords = /mysql|mariadb|postgres|pgsql|percona|mongo|redis|valkey|tidb|oracle|mssql|database|(?:^|-)db(?:-|$)/i;

/**
 * The database that these apps speak with: one that they are said to call; else the one in their namespace, and of several the one whose
 * name is made like theirs and not like that of an app that has nothing to do with it.
 */
export function databaseOf(view: View, clients: readonly App[]): App | null {
  const names = new Set(clients.map(({ name }) => name));
  const called = new Set(view.book.dependencies.filter(({ from }) => names.has(from)).map(({ to }) => to));
  const candidates = view.apps.filter(({ name }) => databaseWords.test(name) && !names.has(name));
  const direct = candidates.find(({ name }) => called.has(name));
  if (direct !== undefined) return direct;
  const likeness = (candidate: App): number => {
    const others = view.apps.filter((app) => !names.has(app.name) && app !== candidate && !databaseWords.test(app.name));
    const own = clients.reduce((sum, { name }) => sum + sharedStart(name, candidate.name), 0) / Math.max(1, clients.length);
    const foreign = Math.max(0, ...others.map(({ name }) => (candidate.name.startsWith(name) ? name.length : 0)));
    return own - foreign;
  };
  const ranked = candidates.map((app) => ({ app, rank: likeness(app) })).sort((one, other) => other.rank - one.rank);
  return ranked[0]?.app ?? null;
}

function sharedStart(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}

export function excerptOf(line: string, pattern: RegExp): string {
  const at = Math.max(0, (pattern.exec(line)?.index ?? 0) - 80);
  return line.slice(at, at + 300).trim();
}
