/** The end of one log of the host, or why it can't be read. */

import type { LookContext } from '../../contract.ts';
import type { LinuxClient } from '../../linux/client.ts';
import { LinuxFailure } from '../../linux/failure.ts';
import { wholeLines, zoneMinutesOf } from '../../linux/parse/log-templates.ts';
import { newMarker, splitByMarker } from '../../linux/read-files.ts';
import type { NginxFiles } from '../parse/settle-files.ts';

export interface Tail {
  readonly text: string;
  readonly zoneMinutes: number;
}

/** Throws LinuxFailure: `denied` for a file that is closed to this account, `failed` for one that is not there. */
export async function readTail(host: LinuxClient, path: string, tailBytes: number, context: LookContext): Promise<Tail> {
  const marker = newMarker();
  const limit = { timeoutMs: 8_000, signal: context.signal };
  const { stdout } = await host.exec.run('tail-files', [marker, String(tailBytes), path], limit);
  const parts = splitByMarker(stdout, marker);
  const text = parts.get(path) ?? '';
  if (/^@@denied\s*$/.test(text)) throw new LinuxFailure(`The account may not read ${path}`, { status: 'denied' });
  if (/^@@missing\s*$/.test(text)) throw new LinuxFailure(`There is no file ${path}`, { status: 'failed' });
  return { text: wholeLines(text, tailBytes), zoneMinutes: zoneMinutesOf(parts.get('@@zone')) };
}

/** Throws LinuxFailure where nginx writes this log to no file. */
export function requireLog(files: Pick<NginxFiles, 'errorLog' | 'accessLog'>, name: 'errorLog' | 'accessLog'): string {
  const path = files[name];
  if (path !== null) return path;
  const directive = name === 'errorLog' ? 'error_log' : 'access_log';
  throw new LinuxFailure(`The configuration of nginx writes its ${directive} to no file`, { status: 'failed' });
}
