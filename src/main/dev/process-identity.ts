/** Tells a process from a later one that was given the same number. */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** When the process started, as the system counts; null when there is no such process, or it has ended and only waits to be reaped. */
export function processIdentity(pid: number): string | null {
  if (process.platform === 'linux') return fromProc(pid);
  const listed = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', timeout: 2_000 });
  return listed.stdout?.trim() || null;
}

/** Field 22 of `/proc/PID/stat` is the start time; the name in field 2 may itself hold spaces and brackets. */
function fromProc(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}
