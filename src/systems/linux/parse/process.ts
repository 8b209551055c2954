/** `/proc/PID/stat` and its neighbours. */

export interface ProcessStat {
  readonly pid: number;
  readonly name: string;
  readonly state: string;
  readonly parent: number;
  readonly session: number;
  /** 0 when it has no terminal. */
  readonly terminal: number;
  readonly isKernelThread: boolean;
  readonly majorFaults: number;
  /** User and system time together, in ticks. */
  readonly cpuTicks: number;
  readonly nice: number;
  readonly threads: number;
  /** Since boot, in ticks: together with the pid it names one process for good. */
  readonly startTicks: number;
  readonly rssPages: number;
  readonly ioDelayTicks: number;
}

export interface ProcessSample {
  readonly processes: ReadonlyMap<number, ProcessStat>;
  readonly uptimeSeconds: number;
}

/** Linux has counted in hundredths of a second towards user space since 2.6, whatever the kernel's own tick. */
export const ticksPerSecond = 100;
/** On x86 and most ARM machines; 64 KB pages exist, and make sizes of processes too small there by a factor. */
export const pageBytes = 4_096;

/** Names may hold spaces, brackets and line feeds: the last `) ` before a state letter and numbers counts. */
const statPattern = /^(\d+) \((.*?)\) ([A-Za-z])((?: -?\d+){20,})$/gms;
const kernelThreadFlag = 0x0020_0000;

export function parseProcessSample(text: string): ProcessSample {
  const processes = new Map<number, ProcessStat>();
  for (const [, pid = '', name = '', state = '', rest = ''] of text.matchAll(statPattern)) {
    const field = rest.trim().split(' ').map(Number);
    const at = (index: number): number => field[index - 4] ?? 0;
    processes.set(Number(pid), {
      pid: Number(pid),
      name: name.replace(/\p{Cc}/gu, '?'),
      state,
      parent: at(4),
      session: at(6),
      terminal: at(7),
      isKernelThread: (at(9) & kernelThreadFlag) !== 0,
      majorFaults: at(12),
      cpuTicks: at(14) + at(15),
      nice: at(19),
      threads: at(20),
      startTicks: at(22),
      rssPages: at(24),
      ioDelayTicks: at(42),
    });
  }
  return { processes, uptimeSeconds: parseUptime(/^uptime (.*)$/m.exec(text)?.[1] ?? '') };
}

export function parseUptime(text: string): number {
  return Number(text.trim().split(/\s+/)[0] ?? 0) || 0;
}

export function ageSeconds(process: Pick<ProcessStat, 'startTicks'>, uptimeSeconds: number): number {
  return Math.max(0, uptimeSeconds - process.startTicks / ticksPerSecond);
}

/** `Name: value` lines such as `/proc/PID/status`; the first of a name counts. */
export function parseColonLines(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const at = line.indexOf(':');
    if (at > 0 && !values.has(line.slice(0, at).trim())) values.set(line.slice(0, at).trim(), line.slice(at + 1).trim());
  }
  return values;
}

/** The soft limit of one row of `/proc/PID/limits`; Infinity for unlimited, null when it isn't there. */
export function parseLimit(text: string, row: string): number | null {
  const line = text.split('\n').find((each) => each.startsWith(row));
  const soft = line?.slice(row.length).trim().split(/\s+/)[0];
  if (soft === undefined || soft === '') return null;
  return soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft);
}
