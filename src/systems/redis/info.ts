/** Reads `INFO`: the counters of Redis about itself. */

import type { RedisCalls } from './client.ts';
import type { RedisLimit } from './connection.ts';
import { numberOf, textOf } from './reply.ts';

export interface Info {
  readonly values: ReadonlyMap<string, string>;
  /** Section name in lower case to its lines, as Redis wrote them. */
  readonly sections: ReadonlyMap<string, string>;
}

/** Everything in one call: about 8 kB, and every probe sees the same moment. */
export async function readInfo(client: RedisCalls, limit: RedisLimit): Promise<Info> {
  return parseInfo(textOf(await client.call(['INFO', 'all'], limit)));
}

export function parseInfo(text: string): Info {
  const values = new Map<string, string>();
  const sections = new Map<string, string>();
  let section = '';
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('#')) section = line.slice(1).trim().toLowerCase();
    else if (line.includes(':')) {
      const at = line.indexOf(':');
      values.set(line.slice(0, at), line.slice(at + 1));
      sections.set(section, `${sections.get(section) ?? ''}${line}\n`);
    }
  }
  return { values, sections };
}

export function infoText(info: Info, name: string): string {
  return info.values.get(name) ?? '';
}

/** Null when this version of Redis does not say it. */
export function infoNumber(info: Info, name: string): number | null {
  return numberOf(info.values.get(name));
}

/** For counters that older versions lack and that then count as zero. */
export function infoCount(info: Info, name: string): number {
  return infoNumber(info, name) ?? 0;
}

export function sectionText(info: Info, names: readonly string[]): string {
  return names.map((name) => `# ${name}\n${info.sections.get(name) ?? ''}`).join('\n');
}

/** `a=1,b=x` of lines such as `db0:` or `slave0:`. */
export function infoFields(value: string): ReadonlyMap<string, string> {
  return new Map(
    value.split(',').map((part) => {
      const at = part.indexOf('=');
      return [part.slice(0, at), part.slice(at + 1)] as const;
    }),
  );
}

/** Values whose name starts with the prefix, without the prefix. */
export function infoGroup(info: Info, prefix: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const group = new Map<string, ReadonlyMap<string, string>>();
  for (const [name, value] of info.values) if (name.startsWith(prefix)) group.set(name.slice(prefix.length), infoFields(value));
  return group;
}
