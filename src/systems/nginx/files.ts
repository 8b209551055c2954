/** Finds the files of an nginx on its host, once for all looks of a round. */

import { awakeTimeout } from '../awake-limit.ts';
import type { ConnectContext, LookContext } from '../contract.ts';
import type { LinuxClient } from '../linux/client.ts';
import type { CommandName } from '../linux/commands/catalogue.ts';
import { LinuxFailure } from '../linux/failure.ts';
import { newMarker, splitByMarker } from '../linux/read-files.ts';
import { parseBuild, pathIn } from './parse/command-line.ts';
import { type Dump, parseDirectives, parseDump } from './parse/config.ts';
import { chooseMaster, isElsewhere, type NginxMaster, parseMasters } from './parse/masters.ts';
import { namedFiles } from './parse/named-files.ts';
import {
  type Configured,
  type FilesDoubt,
  type NginxFiles,
  type Running,
  type SetFiles,
  settleFiles,
  testedFiles,
} from './parse/settle-files.ts';

type SearchedEntry = SetFiles & { readonly url: string };

export type FindFiles = (host: LinuxClient, context: LookContext) => Promise<NginxFiles>;

/** A round of looks lasts about as long; a reload or a restart between two rounds is seen. */
const keptMs = 5_000;
const limitMs = 6_000;

const nothingLearnt: Configured = { named: null, isWhole: false, build: null };

interface Search {
  running: Promise<NginxFiles> | null;
  found: { readonly files: NginxFiles; readonly untilMs: number } | null;
  /** Its files are of most interest when it no longer runs. */
  last: Running | null;
}

/** Ends within six seconds. Throws LinuxFailure only where the host can't be reached or refuses us, and when the look's time is up. */
export function createFindFiles(entry: SearchedEntry, { clock }: Pick<ConnectContext, 'clock'>): FindFiles {
  const searches = new WeakMap<LinuxClient, Search>();
  return async (host, context) => {
    if (isAllSet(entry)) return settleFiles(entry, null, nothingLearnt, null);
    const search = searches.get(host) ?? { running: null, found: null, last: null };
    searches.set(host, search);
    if (search.found !== null && clock.now() < search.found.untilMs) return search.found.files;
    search.running ??= findNow(entry, host, search)
      .then((files) => {
        search.found = { files, untilMs: clock.now() + keptMs };
        return files;
      })
      .finally(() => {
        search.running = null;
      });
    return await orAborted(search.running, context.signal);
  };
}

function isAllSet({ errorLog, accessLog, configFile, binary, pidFile }: SetFiles): boolean {
  return [errorLog, accessLog, configFile, binary, pidFile].every((each) => each !== undefined);
}

type Ask = (name: CommandName, args: readonly string[], timeoutMs: number) => Promise<string>;

async function findNow(entry: SearchedEntry, host: LinuxClient, search: Search): Promise<NginxFiles> {
  const limit = awakeTimeout(limitMs);
  const ask: Ask = async (name, args, timeoutMs) => {
    try {
      return (await host.exec.run(name, args, { timeoutMs, signal: limit.signal })).stdout;
    } catch (error) {
      if (!(error instanceof LinuxFailure) || (name === 'nginx-masters' && isClosed(error))) throw error;
      return '';
    }
  };
  try {
    const masters = parseMasters(await ask('nginx-masters', [], 4_000));
    const master = chooseMaster(masters, entry.url, host.isRemote);
    const running = master === null ? null : await runningOf(master, ask);
    const known = running === null || isStandIn(running, search.last, entry.url) ? search.last : running;
    if (known?.isBelieved === true) search.last = { ...known, isThere: false };
    return settleFiles(entry, known, await configuredOf(entry, known, ask), doubtOf(masters, known));
  } finally {
    limit.stop();
  }
}

function isClosed({ status }: LinuxFailure): boolean {
  return status === 'unreachable' || status === 'denied';
}

/** Another nginx that is left alone on the host while the one that was known is gone. */
function isStandIn({ master, configFile }: Running, last: Running | null, url: string): boolean {
  return last !== null && last.configFile !== configFile && isElsewhere(master, url);
}

function doubtOf(masters: readonly NginxMaster[], running: Running | null): FilesDoubt | null {
  if (running === null) return masters.length > 1 ? 'several' : null;
  return running.isBelieved ? null : running.master.isContained ? 'contained' : 'untrusted';
}

/**
 * Its program and its configuration are run as the account that looks, which may be root. So they are believed of a process that is
 * surely nginx, or where root alone can have written them; anybody can start a process that calls itself a master.
 */
async function runningOf(master: NginxMaster, ask: Ask): Promise<Running> {
  const { words, folder } = master;
  const nothing = { master, isBelieved: false, program: null, configFile: null, prefix: null, isThere: true };
  const shown = master.program ?? words.binary;
  const program = shown === null ? null : pathIn(shown, null);
  const isRoots = async (path: string): Promise<boolean> => master.isGenuine || areRoots(await ask('path-owners', [path], 2_000));
  if (master.isContained || program === null || !(await isRoots(program))) return nothing;
  const build = parseBuild(await ask('nginx-build', [program], 2_000));
  const prefix = words.prefix === null ? (build?.prefix ?? null) : pathIn(words.prefix, folder);
  const configFile = words.configFile === null ? (build?.configFile ?? null) : pathIn(words.configFile, prefix);
  if (configFile === null || !(await isRoots(configFile))) return nothing;
  return { master, isBelieved: true, program, configFile, prefix, isThere: true };
}

/** Lines of `UID MODE PATH`: root's, and not for everybody to write. */
function areRoots(text: string): boolean {
  const lines = text.trim().split('\n');
  return lines.every((line) => /^0 [0-7]*[0145] \//.test(line));
}

async function configuredOf(entry: SetFiles, running: Running | null, ask: Ask): Promise<Configured> {
  const tested = testedFiles(entry, running);
  const isWanted = entry.errorLog === undefined || entry.accessLog === undefined || entry.pidFile === undefined;
  if (tested === null || !isWanted) return nothingLearnt;
  const { binary, configFile, prefix } = tested;
  const [built, dumped] = await Promise.all([
    ask('nginx-build', [binary], 2_000),
    ask('nginx-dump', [binary, configFile, ...(prefix === null ? [] : [prefix])], 5_000),
  ]);
  const build = parseBuild(built);
  const dump = parseDump(dumped);
  const isWhole = dump.isValid && dump.directives.length > 0;
  const read = isWhole ? dump : dump.isForbidden ? await mainFile(configFile, ask) : null;
  const globals = running?.master.words.globals ?? '';
  return { named: read === null ? null : namedFiles(read, globals, running?.prefix ?? build?.prefix ?? null), isWhole, build };
}

/** Who may not test the configuration may often read it; it says at least where the logs for all are. */
async function mainFile(path: string, ask: Ask): Promise<Pick<Dump, 'files' | 'directives'> | null> {
  const marker = newMarker();
  const text = splitByMarker(await ask('read-files', [marker, path], 2_000), marker).get(path);
  return text === undefined ? null : { files: [path], directives: parseDirectives(`# configuration file ${path}:\n${text}`) };
}

/** The search goes on for the others. */
async function orAborted<Found>(search: Promise<Found>, signal: AbortSignal): Promise<Found> {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(new LinuxFailure('The files of nginx were not found in time', { status: 'timeout' }));
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    return await Promise.race([search, promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
