/** One process may open the embedded database. The lock names its holder, and a holder that is gone loses it. */

import { createHash, randomUUID } from 'node:crypto';
import { link, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ZhibanError } from '../domain/errors.ts';

const attemptsMax = 5;
/** A process that lost its supervisor closes its database and ends by itself: whoever comes in its place gives it that long. */
const patienceMs = 10_000;
const lookEveryMs = 100;

interface Holder {
  readonly pid: number;
  /** Tells the process from a later one with the same number, which containers give every time. */
  readonly birth: string;
}

/** Returns the way to unlock. Throws `conflict` while another process, or this one, holds the directory; another one is given ten seconds to end. */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const path = join(directory, 'lock');
  const self: Holder = { pid: process.pid, birth: (await birthOf(process.pid)) ?? 'unknown' };
  // Once more after a dead holder's lock was taken away, and a little patience with others who do the same.
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    if (await tryLock(path, self)) return () => rm(path, { force: true });
    const holder = await readHolder(path);
    if (holder && !(await goesSoon(holder))) {
      throw new ZhibanError(
        'conflict',
        `The data directory ${directory} is in use by process ${holder.pid}; stop it first, or set DATABASE_URL to share one PostgreSQL`,
      );
    }
    await removeStale(path, holder, self);
  }
  throw new ZhibanError('conflict', `The data directory ${directory} was taken by another process just now`);
}

async function goesSoon(holder: Holder): Promise<boolean> {
  if (holder.pid === process.pid) return !(await isAlive(holder));
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += lookEveryMs) {
    if (!(await isAlive(holder))) return true;
    await sleep(lookEveryMs);
  }
  return !(await isAlive(holder));
}

/** A link appears at once with its content, or not at all when there is one. */
async function tryLock(path: string, self: Holder): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(self), { mode: 0o600 });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'code') === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Only who holds the claim on exactly this dead holder's lock may take it away, and only while that lock is still there: nobody else can
 * have put another in its place, so a lock of the living is never touched.
 */
async function removeStale(path: string, stale: Holder | null, self: Holder): Promise<void> {
  const claim = `${path}.${createHash('sha256').update(JSON.stringify(stale)).digest('hex').slice(0, 16)}`;
  if (!(await tryLock(claim, self))) {
    const claimer = await readHolder(claim);
    // Who died over it leaves it to the next.
    if (claimer === null || !(await isAlive(claimer))) await rm(claim, { force: true });
    return;
  }
  try {
    const found = await readHolder(path);
    const isSame = found === null ? stale === null : found.pid === stale?.pid && found.birth === stale.birth;
    if (isSame) await rm(path, { force: true });
  } finally {
    await rm(claim, { force: true });
  }
}

async function readHolder(path: string): Promise<Holder | null> {
  try {
    const found: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (typeof found !== 'object' || found === null) return null;
    const [pid, birth]: unknown[] = [Reflect.get(found, 'pid'), Reflect.get(found, 'birth')];
    return typeof pid === 'number' && typeof birth === 'string' ? { pid, birth } : null;
  } catch {
    return null;
  }
}

async function isAlive(holder: Holder): Promise<boolean> {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    if (!(error instanceof Error) || Reflect.get(error, 'code') !== 'EPERM') return false;
  }
  if (await isOnlyUnburied(holder.pid)) return false;
  const birth = await birthOf(holder.pid);
  return birth === null || holder.birth === 'unknown' || birth === holder.birth;
}

/** It has ended with all of its threads, and whoever must take note of that hasn't yet: a container without an init may never do. */
async function isOnlyUnburied(pid: number): Promise<boolean> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    return fieldsAfterName(stat)[0] === 'Z' && (await readdir(`/proc/${pid}/task`)).length <= 1;
  } catch {
    return false;
  }
}

/** The name of the command, in parentheses, may hold spaces. */
function fieldsAfterName(stat: string): readonly string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** Boot and start time of a process on Linux; null where there is no /proc, and then the number alone has to do. */
async function birthOf(pid: number): Promise<string | null> {
  try {
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const started = fieldsAfterName(stat)[19];
    return started === undefined ? null : `${boot.trim()}/${started}`;
  } catch {
    return null;
  }
}
