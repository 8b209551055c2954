/** Which of the components that a scenario needs aren't installed. */

import { accessSync, constants, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A name is looked for on PATH and in the system folders; with a slash it is a path in which `*` stands for any version. */
export function missingOf(needs: readonly string[]): readonly string[] {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return needs.filter((need) => {
    if (need.includes('/')) return globSync(need).length === 0;
    return !folders.some((folder) => isExecutable(join(folder, need)));
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
