/** Files of counters: `/proc/stat`, `/proc/meminfo`, `/proc/vmstat`, `/proc/diskstats`, `/proc/pressure/*`. */

export interface CpuTimes {
  readonly user: number;
  readonly nice: number;
  readonly system: number;
  readonly idle: number;
  readonly iowait: number;
  readonly interrupts: number;
  readonly steal: number;
  readonly total: number;
}

export interface KernelStat {
  readonly all: CpuTimes;
  readonly cores: number;
  readonly contextSwitches: number;
  readonly forks: number;
  readonly running: number;
  readonly blocked: number;
  readonly bootSeconds: number;
}

export function parseKernelStat(text: string): KernelStat {
  const value = (name: string): number => Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1] ?? 0);
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, hard = 0, soft = 0, steal = 0] = (/^cpu +(.*)$/m.exec(text)?.[1] ?? '')
    .split(' ')
    .map(Number);
  return {
    all: {
      user,
      nice,
      system,
      idle,
      iowait,
      interrupts: hard + soft,
      steal,
      total: user + nice + system + idle + iowait + hard + soft + steal,
    },
    cores: Math.max(1, [...text.matchAll(/^cpu\d+ /gm)].length),
    contextSwitches: value('ctxt'),
    forks: value('processes'),
    running: value('procs_running'),
    blocked: value('procs_blocked'),
    bootSeconds: value('btime'),
  };
}

/** In bytes; `HugePages_*` are counts. */
export function parseMeminfo(text: string): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  for (const [, name = '', value = '', unit] of text.matchAll(/^([\w()]+):\s+(\d+)( kB)?$/gm))
    values.set(name, Number(value) * (unit === undefined ? 1 : 1_024));
  return values;
}

/** `name value` lines. */
export function parsePairs(text: string): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  for (const [, name = '', value = ''] of text.matchAll(/^(\w+) (\d+)$/gm)) values.set(name, Number(value));
  return values;
}

export interface Pressure {
  readonly some10: number;
  readonly some60: number;
  readonly full10: number;
}

/** In percent of the time, over 10 and 60 seconds; zeros where the kernel doesn't keep it. */
export function parsePressure(text: string | undefined): Pressure {
  const read = (kind: string, window: string): number =>
    Number(new RegExp(`^${kind} .*?${window}=([\\d.]+)`, 'm').exec(text ?? '')?.[1] ?? 0);
  return { some10: read('some', 'avg10'), some60: read('some', 'avg60'), full10: read('full', 'avg10') };
}

export interface DiskCounters {
  readonly device: string;
  readonly reads: number;
  readonly sectorsRead: number;
  readonly readMs: number;
  readonly writes: number;
  readonly sectorsWritten: number;
  readonly writeMs: number;
  readonly inFlight: number;
  readonly busyMs: number;
  readonly weightedMs: number;
}

/** Whole devices and partitions; those that never did anything are left out. */
export function parseDiskstats(text: string): ReadonlyMap<string, DiskCounters> {
  const devices = new Map<string, DiskCounters>();
  for (const line of text.split('\n')) {
    const [, , device, ...rest] = line.trim().split(/\s+/);
    const [
      reads = 0,
      ,
      sectorsRead = 0,
      readMs = 0,
      writes = 0,
      ,
      sectorsWritten = 0,
      writeMs = 0,
      inFlight = 0,
      busyMs = 0,
      weightedMs = 0,
    ] = rest.map(Number);
    if (device === undefined || reads + writes === 0) continue;
    devices.set(device, { device, reads, sectorsRead, readMs, writes, sectorsWritten, writeMs, inFlight, busyMs, weightedMs });
  }
  return devices;
}

/** `/proc/net/netstat` and `/proc/net/snmp`: a line of names, then a line of values, each after its group. */
export function parseNetCounters(text: string): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  const lines = text.split('\n');
  for (let index = 0; index + 1 < lines.length; index += 1) {
    const [group, ...names] = (lines[index] ?? '').split(/\s+/);
    const [same, ...numbers] = (lines[index + 1] ?? '').split(/\s+/);
    if (group === undefined || group !== same || !/^[A-Z]/i.test(names[0] ?? '')) continue;
    for (const [position, name] of names.entries()) values.set(`${group}${name}`, Number(numbers[position] ?? 0));
    index += 1;
  }
  return values;
}
