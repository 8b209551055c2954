/** Many small files in one round trip. */

import { randomBytes } from 'node:crypto';
import type { Exec, ExecLimit } from './exec.ts';

/** Path to content; unreadable and missing files are absent. */
export type FileContents = ReadonlyMap<string, string>;

export async function readFiles(exec: Exec, paths: readonly string[], limit: ExecLimit): Promise<FileContents> {
  if (paths.length === 0) return new Map();
  const marker = newMarker();
  const { stdout } = await exec.run('read-files', [marker, ...paths], limit);
  return splitByMarker(stdout, marker);
}

/** Made up for each run, so that no content can pass for a marker. */
export function newMarker(): string {
  return `@@${randomBytes(8).toString('hex')}:`;
}

export function splitByMarker(text: string, marker: string): FileContents {
  const contents = new Map<string, string>();
  for (const part of text.split(`\n${marker}`).slice(1)) {
    const end = part.indexOf('\n');
    if (end < 0 || part.slice(0, end) === 'end') continue;
    contents.set(part.slice(0, end), part.slice(end + 1));
  }
  return contents;
}

/** The parts of an output whose sections start with lines such as `@@dmesg`. */
export function sectionsOf(text: string): ReadonlyMap<string, string> {
  const sections = new Map<string, string>();
  for (const part of `\n${text}`.split('\n@@').slice(1)) {
    const end = part.indexOf('\n');
    const [name = ''] = (end < 0 ? part : part.slice(0, end)).split(' ');
    const rest = part.slice(name.length).replace(/^ /, '');
    sections.set(name, end < 0 ? rest : rest.replace(/^\n/, ''));
  }
  return sections;
}
