/** Copies of one job that pile up, by their command line, with what they wait for. */

import type { LinuxClient } from '../client.ts';
import type { ExecLimit } from '../exec.ts';
import { areStartedInTurn, type Copies, findPiles } from '../parse/piled-copies.ts';
import type { ProcessSample, ProcessStat } from '../parse/process.ts';
import type { FileContents } from '../read-files.ts';
import { portraitOf, readProcessFiles } from '../sample.ts';

const pilesMax = 2;
const copiesReadMax = 24;
const inLock = /flock|locks_|lock_inode|posix_lock|fcntl_setlk/;
const locker = /^(?:flock|lockf|lockfile|setlock|shlock)$/;
/** What a pool or a server calls its workers (`postgres: shop idle`), and a program without an argument, are no job. */
const isJob = (command: string): boolean => /\s/.test(command) && !/^[\w.-]+: /.test(command);

export const pileFactNames = [
  'copies.count', 'copies.name', 'copies.command', 'copies.oldestSeconds', 'copies.newestSeconds', 'copies.oldestPid', 'copies.waitsFor',
  'copies.isLock', 'copies.oldestDoes',
] as const; // biome-ignore format: a list

export async function pileFacts(client: LinuxClient, first: ProcessSample, second: ProcessSample, limit: ExecLimit) {
  for (const pile of findPiles(first, second).slice(0, pilesMax)) {
    const children = pile.oldestChild === undefined ? [] : [pile.oldestChild];
    const locking = [...second.processes.values()].filter(
      ({ name, parent }) => name === pile.childName && pile.copies.some(({ pid }) => pid === parent),
    );
    const asked = [...children, ...pile.copies.slice(0, copiesReadMax), ...locking.slice(0, copiesReadMax)].map(({ pid }) => pid);
    const files = await readProcessFiles(client, asked, ['cmdline', 'wchan'], limit);
    const facts = factsOf(pile, locking, files, second.uptimeSeconds);
    if (facts !== null) return facts;
  }
  return none;
}

const none = {
  'copies.count': 0,
  'copies.name': '',
  'copies.command': '',
  'copies.oldestSeconds': 0,
  'copies.newestSeconds': 0,
  'copies.oldestPid': 0,
  'copies.waitsFor': '',
  'copies.isLock': false,
  'copies.oldestDoes': '',
};

/** Null where their command lines differ: then they are not the same job. Of those that were not read the name speaks. */
function factsOf(pile: Copies, children: readonly ProcessStat[], files: FileContents, uptimeSeconds: number): typeof none | null {
  const read = pile.copies.slice(0, copiesReadMax);
  const portrait = (process: ProcessStat | undefined) => portraitOf(process, files, uptimeSeconds);
  const byCommand = [...Map.groupBy(read, (each) => files.get(`/proc/${each.pid}/cmdline`) ?? '')];
  const [same = []] = byCommand.map(([, copies]) => copies).sort((one, other) => other.length - one.length);
  const oldest = portrait(same[0]);
  if (!isJob(oldest.command) || !areStartedInTurn(same)) return null;
  const newest = portrait(same.length === read.length ? pile.copies.at(-1) : same.at(-1));
  const wchans = [...same, ...children].map(({ pid }) => files.get(`/proc/${pid}/wchan`) ?? '');
  const isLock = locker.test(pile.childName) || wchans.filter((wchan) => inLock.test(wchan)).length >= same.length / 2;
  const isChild = pile.childCount >= same.length / 2;
  return {
    'copies.count': same.length === read.length ? pile.copies.length : same.length,
    'copies.name': oldest.name,
    'copies.command': oldest.command,
    'copies.oldestSeconds': oldest.ageSeconds,
    'copies.newestSeconds': newest.ageSeconds,
    'copies.oldestPid': oldest.pid,
    'copies.waitsFor': isChild ? pile.childName : (wchans.find((wchan) => wchan !== '' && wchan !== '0')?.trim() ?? ''),
    'copies.isLock': isLock,
    'copies.oldestDoes': pile.oldestChild === undefined ? '' : portrait(pile.oldestChild).command,
  };
}
