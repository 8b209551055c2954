/** How much memory a process has in the machine's own; Node tells it only of itself. */

import { readFileSync } from 'node:fs';

const pageBytes = 4_096;

/** In MiB; null where it can't be told, as on other systems than Linux. */
export function residentMb(pid: number): number | null {
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]);
    return Number.isFinite(pages) ? (pages * pageBytes) / 1_048_576 : null;
  } catch {
    return null;
  }
}
