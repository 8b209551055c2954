/** One line of the protocol: `@tags :prefix COMMAND params :rest`. */

export interface IrcLine {
  readonly tags: ReadonlyMap<string, string>;
  /** `nick!user@host`, or the name of a server. */
  readonly prefix: string;
  readonly command: string;
  readonly params: readonly string[];
}

/** Null for what is no line. */
export function parseLine(text: string): IrcLine | null {
  const match = /^(?:@(\S+) +)?(?::(\S+) +)?([A-Za-z]+|\d{3})(?: +(.*))?$/.exec(text);
  if (match === null) return null;
  const [, tags = '', prefix = '', command = '', rest = ''] = match;
  return { tags: tagsOf(tags), prefix, command: command.toUpperCase(), params: paramsOf(rest) };
}

function tagsOf(text: string): ReadonlyMap<string, string> {
  const pairs = text.split(';').filter((each) => each !== '');
  return new Map(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

function paramsOf(rest: string): readonly string[] {
  const params: string[] = [];
  let left = rest;
  while (left !== '') {
    if (left.startsWith(':')) return [...params, left.slice(1)];
    const at = left.indexOf(' ');
    params.push(at < 0 ? left : left.slice(0, at));
    left = at < 0 ? '' : left.slice(at + 1).replace(/^ +/, '');
  }
  return params;
}

export function nickOf(prefix: string): string {
  return prefix.split('!')[0] ?? '';
}

/** `user@host`; empty for a server. */
export function maskOf(prefix: string): string {
  return prefix.split('!')[1] ?? '';
}

/** As servers compare names. */
export function lower(name: string): string {
  return name.toLowerCase().replaceAll('[', '{').replaceAll(']', '}').replaceAll('\\', '|').replaceAll('^', '~');
}
