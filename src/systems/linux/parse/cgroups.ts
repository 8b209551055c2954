/** Control groups of both generations from `grep -H` over their files. */

export interface LimitedGroup {
  readonly path: string;
  /** Without the page cache that the kernel would give up at once. */
  readonly memoryUsed: number;
  /** 0 means none. */
  readonly memoryLimit: number;
  readonly oomKills: number;
  /** How often the limit was in the way. */
  readonly limitHits: number;
  readonly pidsUsed: number;
  readonly pidsLimit: number;
  readonly pids: readonly number[];
}

export interface Throttling {
  readonly periods: number;
  readonly throttled: number;
}

/** What the first generation writes for "no limit". */
const unlimitedFrom = 2 ** 60;

export function parseCgroups(text: string): {
  readonly groups: ReadonlyMap<string, LimitedGroup>;
  readonly throttling: ReadonlyMap<string, Throttling>;
} {
  const values = new Map<string, Map<string, string>>();
  for (const [, path = '', file = '', content = ''] of text.matchAll(/^(\/.*)\/([\w.]+):(.*)$/gm)) {
    const own = values.get(path) ?? new Map<string, string>();
    const [name = '', value] = content.split(' ');
    if (file === 'procs' || value === undefined) own.set(file, content);
    else own.set(`${file} ${name}`, value);
    values.set(path, own);
  }
  const groups = new Map<string, LimitedGroup>();
  const throttling = new Map<string, Throttling>();
  for (const [path, own] of values) {
    const group = groupOf(path, own);
    if (group.memoryLimit > 0 || group.pidsLimit > 0) groups.set(path, group);
    if (own.has('cpu.stat nr_periods'))
      throttling.set(path, { periods: Number(own.get('cpu.stat nr_periods')), throttled: Number(own.get('cpu.stat nr_throttled') ?? 0) });
  }
  return { groups, throttling };
}

function groupOf(path: string, own: ReadonlyMap<string, string>): LimitedGroup {
  const number = (...names: readonly string[]): number => {
    for (const name of names) {
      const value = Number(own.get(name));
      if (Number.isFinite(value)) return value;
    }
    return 0;
  };
  const limit = number('memory.max', 'memory.limit_in_bytes');
  const cache = number('memory.stat inactive_file', 'memory.stat total_inactive_file');
  return {
    path,
    memoryUsed: Math.max(0, number('memory.current', 'memory.usage_in_bytes') - cache),
    memoryLimit: limit >= unlimitedFrom ? 0 : limit,
    oomKills: number('memory.events oom_kill', 'memory.oom_control oom_kill'),
    limitHits: number('memory.events max', 'memory.failcnt'),
    pidsUsed: number('pids.current'),
    pidsLimit: number('pids.max'),
    pids: (own.get('procs') ?? '')
      .split(' ')
      .filter((pid) => /^\d+$/.test(pid))
      .map(Number),
  };
}
