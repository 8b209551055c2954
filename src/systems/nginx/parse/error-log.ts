/** The lines of an error log sorted by what they complain about; only those since a moment count. */

export const errorSorts = {
  connectionsUsedUp: /worker_connections are not enough/,
  tooManyOpenFiles: /\(24: Too many open files\)/,
  upstreamRefused: /connect\(\) .*failed \(111: Connection refused\) while connecting to upstream/,
  upstreamTimedOut: /upstream timed out|\(110: (Connection|Operation) timed out\) while (connecting to|reading|sending)[^,]* upstream/,
  noLiveUpstreams: /no live upstreams/,
  upstreamClosed: /upstream prematurely closed connection|\(104: Connection reset by peer\) while reading[^,]*upstream/,
  upstreamUnroutable: /\(113: (No route to host|Host is unreachable)\)|\(101: Network is unreachable\)/,
  upstreamHeaderTooBig: /upstream sent too big header/,
  upstreamInvalid: /upstream sent (invalid|no valid|unsupported)/,
  upstreamTls: /SSL_do_handshake\(\) failed.*handshaking to upstream|upstream SSL certificate (verify error|does not match)/,
  resolverFailed: /could not be resolved \(\d+: [^)]*\)|no resolver defined to resolve|send\(\) failed.*while resolving/,
  redirectionCycle: /rewrite or internal redirection cycle/,
  noSpace: /\(28: No space left on device\)/,
  permissionDenied: /\(13: Permission denied\)/,
  workerCrashed: /worker process \d+ exited on signal (?!(9|15)\b)\d+/,
  workerKilled: /worker process \d+ exited on signal 9\b/,
  addressInUse: /bind\(\) to .* failed \(98: .*\)/,
  accessForbidden: /access forbidden by rule/,
  directoryForbidden: /directory index of ".*" is forbidden/,
  fileMissing: /(open|stat)\(\) ".*" failed \(2: |" is not found \(2: /,
  loginRefused: /no user\/password was provided for basic|user ".*": password mismatch|user ".*" was not found in/,
  rateLimited: /limiting requests, excess|limiting connections by zone/,
  bodyTooLarge: /client intended to send too large (chunked )?body/,
  zoneFull: /could not allocate (new session|node)|ngx_slab_alloc\(\) failed: no memory/,
  certificateFile: /cannot load certificate|SSL_CTX_use_PrivateKey|key values mismatch/,
} as const satisfies Readonly<Record<string, RegExp>>;

export type ErrorSort = keyof typeof errorSorts;

export interface ErrorLog {
  /** Lines of level error and above. */
  readonly errors: number;
  readonly counts: Readonly<Record<ErrorSort, number>>;
  /** The upstream that is complained about most, of all its sorts. */
  readonly upstream: string;
  readonly upstreamCount: number;
  /** The path, without its query, for which an upstream is complained about most. */
  readonly upstreamPath: string;
  readonly newest: string;
  /** The newest line of level `emerg`. */
  readonly newestEmergency: string;
  /** Who is refused by a rule (`deny`), most often first, and what the last of them asked for, without its query. */
  readonly refusedClients: readonly (readonly [client: string, count: number])[];
  readonly refusedPath: string;
  /** The newest line of each sort that has any. */
  readonly samples: Partial<Readonly<Record<ErrorSort, string>>>;
}

const pathLengthMax = 120;
const lineHead = /^(\d{4})\/(\d\d)\/(\d\d) (\d\d):(\d\d):(\d\d) \[(\w+)\] (.*)$/;

/** It takes connections again: what else is wrong with an upstream can only be read from one that does. */
const takesConnections = /while (?:reading|sending)[^,]*upstream|upstream (?:prematurely closed|sent )/;
/** After so many of these a refusal was a restart. */
const takenMin = 3;

/** How many refusals are of upstreams that take connections since. */
class PastRefusals {
  readonly #byUpstream = new Map<string, { refused: number; taken: number }>();

  add(upstream: string, said: string): void {
    const known = this.#byUpstream.get(upstream) ?? { refused: 0, taken: 0 };
    this.#byUpstream.set(upstream, known);
    if (errorSorts.upstreamRefused.test(said)) {
      known.refused += 1;
      known.taken = 0;
    } else if (takesConnections.test(said)) known.taken += 1;
  }

  get count(): number {
    return [...this.#byUpstream.values()].reduce((total, { refused, taken }) => total + (taken >= takenMin ? refused : 0), 0);
  }
}

/** Lines without a time, such as the rest of one that was cut, are left out. */
export function readErrorLog(text: string, sinceMs: number, zoneMinutes: number): ErrorLog {
  const counts: Record<string, number> = Object.fromEntries(Object.keys(errorSorts).map((sort) => [sort, 0]));
  const samples: Record<string, string> = {};
  const [upstreams, paths] = [new Map<string, number>(), new Map<string, number>()];
  const refused = new Map<string, number>();
  const past = new PastRefusals();
  let [errors, newest, newestEmergency, refusedPath] = [0, '', '', ''];
  for (const line of text.split('\n')) {
    const match = lineHead.exec(line);
    if (match === null || timeOf(match, zoneMinutes) < sinceMs) continue;
    const [level = '', said = ''] = [match[7], match[8]];
    if (/^(error|crit|alert|emerg)$/.test(level)) {
      errors += 1;
      newest = said;
    }
    if (level === 'emerg') newestEmergency = said;
    for (const [sort, pattern] of Object.entries(errorSorts)) {
      if (!pattern.test(said)) continue;
      counts[sort] = (counts[sort] ?? 0) + 1;
      samples[sort] = withoutRequest(said);
    }
    const path = (/request: "[A-Z]+ ([^ "?]+)/.exec(said)?.[1] ?? '').slice(0, pathLengthMax);
    if (errorSorts.accessForbidden.test(said)) {
      const client = /client: ([^,\s]+)/.exec(said)?.[1] ?? '';
      refused.set(client, (refused.get(client) ?? 0) + 1);
      refusedPath = path;
    }
    const upstream = /upstream: "[a-z]+:\/\/([^"/]+)/.exec(said)?.[1];
    if (upstream === undefined) continue;
    past.add(upstream, said);
    upstreams.set(upstream, (upstreams.get(upstream) ?? 0) + 1);
    paths.set(path, (paths.get(path) ?? 0) + 1);
  }
  const [[upstream, upstreamCount] = ['', 0]] = [...upstreams].sort((one, other) => other[1] - one[1]);
  return {
    errors,
    counts: { ...(counts as Record<ErrorSort, number>), upstreamRefused: Math.max(0, (counts.upstreamRefused ?? 0) - past.count) },
    upstream,
    upstreamCount,
    upstreamPath: [...paths].sort((one, other) => other[1] - one[1])[0]?.[0] ?? '',
    refusedClients: [...refused].sort((one, other) => other[1] - one[1]),
    refusedPath,
    newest: withoutRequest(newest),
    newestEmergency,
    samples,
  };
}

function timeOf(match: RegExpExecArray, zoneMinutes: number): number {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) - zoneMinutes * 60_000;
}

/** What was asked for may hold tokens; who asked and for what is not needed to know what is wrong. */
function withoutRequest(said: string): string {
  return said
    .replace(/^\d+#\d+: (\*\d+ )?/, '')
    .replace(/, request: "[^"]*"/, '')
    .replace(/, referrer: "[^"]*"/, '')
    .replace(/(upstream: "[a-z]+:\/\/[^"/]+)\/[^"]*"/, '$1"')
    .slice(0, 300);
}
