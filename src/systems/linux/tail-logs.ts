/** The ends of log files of a Linux machine, in one round trip. */

import type { LogFiles, LogTail } from '../logs/contract.ts';
import type { LinuxClient } from './client.ts';
import { zoneMinutesOf } from './parse/log-templates.ts';
import { newMarker, splitByMarker } from './read-files.ts';

const zoneSection = '@@zone';

export const linuxLogFiles: LogFiles<LinuxClient> = {
  async tail(client, paths, bytesMax, limit) {
    const marker = newMarker();
    const { stdout } = await client.exec.run('tail-files', [marker, String(bytesMax), ...paths], limit);
    const parts = splitByMarker(stdout, marker);
    const tails = [...parts].filter(([path]) => path !== zoneSection).map(([path, text]) => tailOf(path, text));
    return { tails, zoneMinutes: zoneMinutesOf(parts.get(zoneSection)) };
  },
};

function tailOf(path: string, text: string): LogTail {
  const reason = /^@@(denied|missing)\s*$/.exec(text)?.[1];
  return { path, text: reason === undefined ? text : null, reason: reason ?? '' };
}
