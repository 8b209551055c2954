/** An access log in the combined form or as JSON: how many of each status, from whom, and whether requests come in a burst. */

export interface AccessLog {
  readonly requests: number;
  /** From the first to the last line that counts. */
  readonly spanSeconds: number;
  readonly statuses: ReadonlyMap<number, number>;
  readonly topClient: string;
  readonly topClientRequests: number;
  readonly topPath: string;
  readonly topPathRequests: number;
  /** The path that has most of the answers from 500 on. */
  readonly worstPath: string;
  /** The path whose callers give up most often (499). */
  readonly abandonedPath: string;
  /** Requests in the busiest ten seconds, and in an ordinary ten seconds (the median of all). */
  readonly busiestTen: number;
  readonly usualTen: number;
}

export interface Request {
  readonly atMs: number;
  readonly client: string;
  readonly path: string;
  readonly status: number;
}

const combined =
  /^(\S+) \S+ .*?\[(\d\d)\/(\w{3})\/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-]\d\d)(\d\d)\] "(?:[A-Z]+ ([^ "?]*)[^"]*|[^"]*)" (\d{3})\b/;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const tenSecondsMs = 10_000;

/** Null when no line could be read: another format. */
export function readAccessLog(text: string, sinceMs: number): AccessLog | null {
  const all = readRequests(text);
  if (all === null) return null;
  const requests = all.filter(({ atMs }) => atMs >= sinceMs);
  const statuses = new Map<number, number>();
  const [clients, paths] = [new Map<string, number>(), new Map<string, number>()];
  const [worst, abandoned] = [new Map<string, number>(), new Map<string, number>()];
  for (const { status, client, path } of requests) {
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    clients.set(client, (clients.get(client) ?? 0) + 1);
    paths.set(path, (paths.get(path) ?? 0) + 1);
    if (status >= 500) worst.set(path, (worst.get(path) ?? 0) + 1);
    if (status === 499) abandoned.set(path, (abandoned.get(path) ?? 0) + 1);
  }
  const times = requests.map(({ atMs }) => atMs);
  const [firstMs, lastMs] = [Math.min(...times), Math.max(...times)];
  return {
    requests: requests.length,
    spanSeconds: requests.length === 0 ? 0 : Math.round((lastMs - firstMs) / 1_000),
    statuses,
    topClient: top(clients)[0],
    topClientRequests: top(clients)[1],
    topPath: top(paths)[0],
    topPathRequests: top(paths)[1],
    worstPath: top(worst)[0],
    abandonedPath: top(abandoned)[0],
    ...tensOf(times, firstMs, lastMs),
  };
}

/** Every line that can be read, in its order; null when none of several can: another format. */
export function readRequests(text: string): readonly Request[] | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const all = lines.flatMap((line) => parseLine(line) ?? []);
  return all.length === 0 && lines.length > 1 ? null : all;
}

function parseLine(line: string): Request | null {
  if (line.startsWith('{')) return parseJson(line);
  const match = combined.exec(line);
  if (match === null) return null;
  const [, client = '', day, month = '', year, hour, minute, second, zoneHours, zoneMinutes, path = '', status] = match;
  const localMs = Date.UTC(Number(year), months.indexOf(month), Number(day), Number(hour), Number(minute), Number(second));
  const aheadMinutes = Number(zoneHours) * 60 + Math.sign(Number(`${zoneHours ?? '+'}1`)) * Number(zoneMinutes);
  return { atMs: localMs - aheadMinutes * 60_000, client, path: path.slice(0, 120), status: Number(status) };
}

/** Names that log_format with `escape=json` is commonly given. */
function parseJson(line: string): Request | null {
  const field = (names: string): string => new RegExp(`"(?:${names})"\\s*:\\s*"?([^",}]*)`).exec(line)?.[1] ?? '';
  const [time, status] = [field('time_iso8601|time|@timestamp|timestamp|msec|time_local'), Number(field('status|response_code'))];
  const atMs = /^\d+(\.\d+)?$/.test(time) ? Number(time) * (Number(time) > 1e11 ? 1 : 1_000) : Date.parse(time);
  if (!Number.isFinite(atMs) || !(status >= 100 && status < 600)) return null;
  const path = (field('uri|request_uri|path') || (/^[A-Z]+ (\S+)/.exec(field('request'))?.[1] ?? '')).split('?')[0] ?? '';
  return { atMs, client: field('remote_addr|client_ip|client|remote_ip'), path: path.slice(0, 120), status };
}

function top(counts: ReadonlyMap<string, number>): readonly [string, number] {
  const [first] = [...counts].sort((one, other) => other[1] - one[1]);
  return first ?? ['', 0];
}

function tensOf(times: readonly number[], firstMs: number, lastMs: number): { busiestTen: number; usualTen: number } {
  if (times.length === 0) return { busiestTen: 0, usualTen: 0 };
  const tens = Array.from({ length: Math.min(1_000, Math.floor((lastMs - firstMs) / tenSecondsMs) + 1) }, () => 0);
  for (const atMs of times) {
    const index = Math.floor((atMs - firstMs) / tenSecondsMs);
    if (index < tens.length) tens[index] = (tens[index] ?? 0) + 1;
  }
  const sorted = [...tens].sort((one, other) => one - other);
  return { busiestTen: sorted.at(-1) ?? 0, usualTen: sorted[Math.floor(sorted.length / 2)] ?? 0 };
}
