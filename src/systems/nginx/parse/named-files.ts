/** The logs and the pid file that a configuration names. */

import { logPath, pathIn } from './command-line.ts';
import { type Directive, type Dump, findAll, parseDirectives } from './config.ts';
import { includedTree } from './tree.ts';

export interface NamedLogs {
  /** Those for all before those of single servers. */
  readonly paths: readonly string[];
  /** Whether it says where the log for all goes, be it nowhere; else it goes to where the program has it by itself. */
  readonly isDecided: boolean;
}

export interface NamedFiles {
  readonly errorLogs: NamedLogs;
  readonly accessLogs: NamedLogs;
  readonly pidFile: string | null;
}

/** `globals` are directives of the command line. */
export function namedFiles(dump: Pick<Dump, 'files' | 'directives'>, globals: string, prefix: string | null): NamedFiles {
  const main = [...parseDirectives(globals), ...includedTree(dump)];
  const http = main.flatMap(({ name, block }) => (name === 'http' && block !== null ? block : []));
  const inServers = http.flatMap(({ block }) => block ?? []);
  const logs = (levels: readonly (readonly Directive[])[], name: string): string[] => {
    const files = levels.flatMap((level) => findAll(level, name)).flatMap(({ args: [path = ''] }) => logPath(path, prefix) ?? []);
    return [...new Set(files)];
  };
  const own = (level: readonly Directive[], name: string): Directive[] => level.filter((each) => each.name === name);
  const pid = own(main, 'pid')[0]?.args[0];
  return {
    errorLogs: {
      paths: logs([own(main, 'error_log'), own(http, 'error_log'), inServers], 'error_log'),
      isDecided: own(main, 'error_log').length > 0,
    },
    accessLogs: {
      paths: logs([own(http, 'access_log'), inServers], 'access_log'),
      isDecided: own(http, 'access_log').length > 0,
    },
    pidFile: pid === undefined ? null : pathIn(pid, prefix),
  };
}
