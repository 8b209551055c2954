/** Which files are looked at: what was set, else what the running nginx says, else what `logs:` names, else the defaults. */

import type { LogSource } from '../../logs/contract.ts';
import { isPath } from '../../logs/source.ts';
import { type Build, logPath, pathIn } from './command-line.ts';
import type { NginxMaster } from './masters.ts';
import type { NamedFiles, NamedLogs } from './named-files.ts';

/** Debian's. */
export const defaultFiles = {
  errorLog: '/var/log/nginx/error.log',
  accessLog: '/var/log/nginx/access.log',
  configFile: '/etc/nginx/nginx.conf',
  binary: '/usr/sbin/nginx',
  pidFile: '/run/nginx.pid',
} as const;

export type FileName = keyof typeof defaultFiles;
export type FileOrigin = 'set' | 'running' | 'logs' | 'default';

/** Why the files of the nginx that runs are not known: it is one of several, in a container, or others could have made them up. */
export type FilesDoubt = 'several' | 'contained' | 'untrusted';

export interface NginxFiles {
  /** Null where nginx writes it to no file. */
  readonly errorLog: string | null;
  readonly accessLog: string | null;
  readonly pidFile: string;
  /** What `nginx -T` is asked about; null where that would be another nginx, or one that others could have made up. */
  readonly tested: TestedFiles | null;
  /** Of the nginx that runs; null where a pid file was set, or none is known. */
  readonly masterPid: number | null;
  readonly origins: Readonly<Record<FileName, FileOrigin>>;
  readonly doubt: FilesDoubt | null;
}

export interface TestedFiles {
  readonly binary: string;
  readonly configFile: string;
  /** Where relative paths begin, when it was started with one. */
  readonly prefix: string | null;
}

/** What the entry says of them. */
export type SetFiles = Readonly<Partial<Record<FileName, string | undefined>>> & { readonly logs: readonly LogSource[] };

/** The nginx that runs, as far as it may be believed. */
export interface Running {
  readonly master: NginxMaster;
  readonly isBelieved: boolean;
  readonly program: string | null;
  readonly configFile: string | null;
  readonly prefix: string | null;
  /** False for one that ran at an earlier look. */
  readonly isThere: boolean;
}

/** What `testedFiles` are: null for what could not be learnt. */
export interface Configured {
  readonly named: NamedFiles | null;
  /** False where included files could not be read with it. */
  readonly isWhole: boolean;
  readonly build: Build | null;
}

type Place<Path> = readonly [Path, FileOrigin];

export function testedFiles(entry: SetFiles, running: Running | null): TestedFiles | null {
  if (running !== null && !running.isBelieved && entry.configFile === undefined) return null;
  const believed = running?.isBelieved === true ? running : null;
  return {
    binary: entry.binary ?? believed?.program ?? defaultFiles.binary,
    configFile: entry.configFile ?? believed?.configFile ?? defaultFiles.configFile,
    prefix: believed === null || believed.master.words.prefix === null ? null : believed.prefix,
  };
}

export function settleFiles(entry: SetFiles, running: Running | null, configured: Configured, doubt: FilesDoubt | null): NginxFiles {
  const believed = running?.isBelieved === true ? running : null;
  const errorLog = settleLog('error', entry, running, configured);
  const accessLog = settleLog('access', entry, running, configured);
  const pidFile = placeOf(
    entry.pidFile,
    configured.named?.pidFile ?? (believed === null ? null : configured.build?.pidFile),
    defaultFiles.pidFile,
  );
  return {
    errorLog: errorLog[0],
    accessLog: accessLog[0],
    pidFile: pidFile[0],
    tested: testedFiles(entry, running),
    masterPid: entry.pidFile === undefined && running?.isThere === true ? running.master.pid : null,
    origins: {
      errorLog: errorLog[1],
      accessLog: accessLog[1],
      pidFile: pidFile[1],
      configFile: placeOf(entry.configFile, believed?.configFile, '')[1],
      binary: placeOf(entry.binary, believed?.program, '')[1],
    },
    doubt,
  };
}

function settleLog(
  word: 'error' | 'access',
  entry: SetFiles,
  running: Running | null,
  { named, isWhole, build }: Configured,
): Place<string | null> {
  const name = `${word}Log` as const;
  const set = entry[name];
  if (set !== undefined) return [set, 'set'];
  const paths = entry.logs.filter(isPath);
  const built = builtLog(word, running, build);
  const said = named === null ? [] : candidatesOf(named[`${word}Logs`], isWhole ? built : null);
  const listed = said.find((each) => paths.includes(each));
  // A configuration that nothing runs with and nobody named is only likely to be the right one.
  const isSure = named !== null && (running?.isBelieved === true || entry.configFile !== undefined);
  if (isSure && said[0] !== undefined) return [listed ?? said[0], 'running'];
  const opened = isWhole ? undefined : openLog(word, running);
  if (opened !== undefined) return [opened, 'running'];
  const ofLogs = listed ?? fileCalled(word, paths);
  if (ofLogs !== undefined) return [ofLogs, 'logs'];
  if (isSure && isWhole && build !== null) return [null, 'running'];
  if (running?.isBelieved === true && built !== null) return [built, 'running'];
  return [said[0] ?? defaultFiles[name], 'default'];
}

/** Where the program writes until its configuration says otherwise. */
function builtLog(word: 'error' | 'access', running: Running | null, build: Build | null): string | null {
  if (word === 'access') return build?.accessLog ?? null;
  const started = running?.isBelieved === true ? running.master.words.errorLog : null;
  return started === null ? (build?.errorLog ?? null) : logPath(started, running?.prefix ?? null);
}

function placeOf(set: string | undefined, running: string | null | undefined, otherwise: string): Place<string> {
  if (set !== undefined) return [set, 'set'];
  return running === undefined || running === null ? [otherwise, 'default'] : [running, 'running'];
}

function candidatesOf({ paths, isDecided }: NamedLogs, built: string | null): readonly string[] {
  return isDecided || built === null ? paths : [...new Set([built, ...paths])];
}

/** Files of a container are not those of this machine, and anybody can open a file and call himself a master. */
function openLog(word: string, running: Running | null): string | undefined {
  return running?.isBelieved === true && running.isThere ? fileCalled(word, running.master.openFiles) : undefined;
}

/** `shop.error.log`, `error_log`, `nginx-access.log`: by its base name. */
function fileCalled(word: string, paths: readonly string[]): string | undefined {
  return paths.find((each) => (each.split('/').at(-1) ?? '').toLowerCase().includes(word) && pathIn(each, null) !== null);
}
