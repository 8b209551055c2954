/** What a process and all below it hold, as Linux counts it. */

import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessMemory {
  readonly pid: number;
  readonly name: string;
  /** Resident: what `ps` shows; pages that processes share are counted in each. */
  readonly residentMb: number;
  /** Proportional: shared pages are divided among those who share them. */
  readonly proportionalMb: number;
}

/** The process and its descendants; those that end meanwhile are left out. */
export function memoryBelow(rootPid: number): readonly ProcessMemory[] {
  const parents = parentsOfAll();
  const pids = [...parents.keys()].filter((pid) => isBelow(pid, rootPid, parents));
  return pids.flatMap((pid) => memoryOf(pid) ?? []);
}

export function totalOf(processes: readonly ProcessMemory[]): { readonly residentMb: number; readonly proportionalMb: number } {
  let residentMb = 0;
  let proportionalMb = 0;
  for (const each of processes) {
    residentMb += each.residentMb;
    proportionalMb += each.proportionalMb;
  }
  return { residentMb, proportionalMb };
}

function isBelow(pid: number, rootPid: number, parents: ReadonlyMap<number, number>): boolean {
  for (let each: number | undefined = pid; each !== undefined && each > 1; each = parents.get(each)) if (each === rootPid) return true;
  return false;
}

function parentsOfAll(): ReadonlyMap<number, number> {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    const parent = /^PPid:\s*(\d+)/m.exec(read(`/proc/${name}/status`))?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  return parents;
}

function memoryOf(pid: number): ProcessMemory | null {
  const rollup = read(`/proc/${pid}/smaps_rollup`);
  const resident = /^Rss:\s*(\d+) kB/m.exec(rollup)?.[1];
  const proportional = /^Pss:\s*(\d+) kB/m.exec(rollup)?.[1];
  if (resident === undefined || proportional === undefined) return null;
  return { pid, name: nameOf(pid), residentMb: (Number(resident) * 1_024) / 1e6, proportionalMb: (Number(proportional) * 1_024) / 1e6 };
}

/** `app`, `cli start`, `temporal`: by the program, and for Node by its entry. */
function nameOf(pid: number): string {
  const words = read(`/proc/${pid}/cmdline`).split('\0');
  const entry = words.find((word) => /\/src\/main\/\w+\.ts$|\/main\/\w+\.js$/.test(word));
  if (entry !== undefined) return entry.replace(/^.*\/(\w+)\.\w+$/, '$1');
  return words[0]?.replace(/^.*\//, '') ?? String(pid);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
