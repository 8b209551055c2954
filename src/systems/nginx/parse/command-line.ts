/** What the command line of an nginx master says, and what its program says of how it was built. */

import { posix } from 'node:path';
import { argumentPatterns } from '../../linux/commands/argument.ts';

/** As they were written; relative ones begin at the prefix. */
export interface CommandWords {
  readonly binary: string | null;
  readonly configFile: string | null;
  readonly prefix: string | null;
  readonly errorLog: string | null;
  /** Directives of the main context. */
  readonly globals: string;
}

export interface Build {
  readonly prefix: string;
  readonly configFile: string | null;
  readonly errorLog: string | null;
  readonly accessLog: string | null;
  readonly pidFile: string | null;
}

/** `nginx: master process /usr/sbin/nginx -g daemon off; -c /x/nginx.conf`: its arguments, set apart by blanks only. */
export function commandWords(title: string): CommandWords {
  const line = title.replace(/^nginx: master process ?/, '').trim();
  const option = (letter: string): string | null => {
    const found = new RegExp(`(?:^| )-${letter} ?(\\S.*?)(?= -[a-zA-Z]|$)`).exec(line);
    return found?.[1]?.trim() ?? null;
  };
  const binary = /^\/\S+/.exec(line)?.[0] ?? null;
  return { binary, configFile: option('c'), prefix: option('p'), errorLog: option('e'), globals: option('g') ?? '' };
}

/** The answer to `nginx -V`; what was not chosen there is nginx' own choice. Null where it is no such answer. */
export function parseBuild(text: string): Build | null {
  const chosen = /^configure arguments:(.*)$/m.exec(text)?.[1];
  if (chosen === undefined) return null;
  const option = (name: string, otherwise: string): string => new RegExp(` '?--${name}=([^\\s']+)`).exec(chosen)?.[1] ?? otherwise;
  const prefix = option('prefix', '/usr/local/nginx');
  return {
    prefix,
    configFile: pathIn(option('conf-path', 'conf/nginx.conf'), prefix),
    errorLog: logPath(option('error-log-path', 'logs/error.log'), prefix),
    accessLog: logPath(option('http-log-path', 'logs/access.log'), prefix),
    pidFile: pathIn(option('pid-path', 'logs/nginx.pid'), prefix),
  };
}

/** An absolute path that commands take; null for a relative one without a prefix, and for what they do not take. */
export function pathIn(path: string, prefix: string | null): string | null {
  const whole = path.startsWith('/') ? path : prefix === null || path === '' ? '' : posix.join(prefix, path);
  const plain = whole === '' ? '' : posix.normalize(whole);
  return argumentPatterns.path.test(plain) ? plain : null;
}

/** A log that is a file: neither switched off, nor sent elsewhere, nor named by each request. */
export function logPath(path: string, prefix: string | null): string | null {
  if (/^(?:off|stderr|syslog:.*|memory:.*|pipe:.*|\|.*)$/.test(path) || path.includes('$')) return null;
  const file = pathIn(path, prefix);
  return file === null || file.startsWith('/dev/') || file.startsWith('/proc/') ? null : file;
}
