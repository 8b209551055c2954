/**
 * Folders to mount something in, for tests. A full disk that a killed test has left mounted would be the worst disk of the machine for every
 * later look at it: a folder carries the id of its process, and what belongs to a process that is gone is taken away first.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const start = 'zhiban-mount-';

/** A new folder below the temporary directory. */
export function makeMountFolder(name: string): string {
  unmountLeftovers();
  return mkdtempSync(join(tmpdir(), `${start}${process.pid}-${name}-`));
}

function unmountLeftovers(): void {
  const mounted = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '');
  for (const path of mounted.reverse()) {
    const pid = path.startsWith(join(tmpdir(), start)) ? /zhiban-mount-(\d+)-/.exec(path)?.[1] : undefined;
    if (pid !== undefined && !existsSync(`/proc/${pid}`)) spawnSync('umount', ['-l', path]);
  }
}
