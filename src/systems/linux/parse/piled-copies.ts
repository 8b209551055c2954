/** Copies of one job that pile up: started one after another, and all of them still there, waiting. */

import { type ProcessSample, type ProcessStat, ticksPerSecond } from './process.ts';

export interface Copies {
  readonly name: string;
  /** Oldest first. */
  readonly copies: readonly ProcessStat[];
  /** The program that most of them have started and wait for, with how many; empty where they have none. */
  readonly childName: string;
  readonly childCount: number;
  /** What the oldest has started, which may be what all others wait for. */
  readonly oldestChild: ProcessStat | undefined;
}

/** Cron of every make, and the shells and wrappers that it starts a job with. */
const scheduler = /^(?:cron|crond|CRON|anacron|atd|fcron|dcron|supercronic)$/;
const wrapper = /^(?:a|ba|da|k|z)?sh$|^(?:busybox|chronic|cron.*|env|flock|ionice|logger|nice|nohup|runuser|setsid|su|sudo|timeout|time)$/i;
/** One for each user, container or terminal, whoever began them when. */
const oneForEach = /^(?:systemd|\(sd-pam\)|containerd-shim.*|conmon|(?:a|m)?getty|login|screen|tmux.*|(?:ssh|gpg)-agent|dbus-.*)$/i;
const stepsMax = 6;

/** Fewer may be a busy minute. */
const copiesMin = 8;
/** A pool of workers is started at once. */
const gapTicksMin = 0.2 * ticksPerSecond;
const spreadTicksMin = 3 * ticksPerSecond;
/** A job that works takes processor time, and is no pile that waits. */
const workTicksMax = ticksPerSecond / 2;

/**
 * Programs of one name, many of which were started one after another by a scheduler, or left to the first process, and wait. Workers of a
 * pool, sessions and threads are not that: they have a master that lives, a terminal, or were started at once. Whether their command lines are
 * the same is for the caller to see. Pure.
 */
export function findPiles(first: ProcessSample, second: ProcessSample): readonly Copies[] {
  const all = [...second.processes.values()];
  const byName = Map.groupBy(
    all.filter((each) => !each.isKernelThread && each.terminal === 0 && !oneForEach.test(each.name)),
    ({ name }) => name,
  );
  return [...byName]
    .flatMap(([name, some]) => {
      const copies = some
        .filter((each) => second.processes.get(each.parent)?.name !== name && isWaiting(each, first) && isScheduled(each, second))
        .sort((one, other) => one.startTicks - other.startTicks);
      return areStartedInTurn(copies) ? [{ name, copies, ...childrenOf(copies, all) }] : [];
    })
    .sort((one, other) => other.copies.length - one.copies.length);
}

/** Whether so many, and one after another. */
export function areStartedInTurn(copies: readonly Pick<ProcessStat, 'startTicks'>[]): boolean {
  if (copies.length < copiesMin) return false;
  const starts = copies.map(({ startTicks }) => startTicks).sort((one, other) => one - other);
  const gaps = starts.slice(1).map((at, index) => at - (starts[index] ?? at));
  const median = gaps.sort((one, other) => one - other)[Math.floor(gaps.length / 2)] ?? 0;
  return median >= gapTicksMin && (starts.at(-1) ?? 0) - (starts[0] ?? 0) >= spreadTicksMin;
}

function isWaiting(process: ProcessStat, first: ProcessSample): boolean {
  const before = first.processes.get(process.pid);
  return /^[SD]$/.test(process.state) && process.cpuTicks <= workTicksMax && before !== undefined && before.cpuTicks === process.cpuTicks;
}

/** By way of wrappers alone. */
function isScheduled(process: ProcessStat, sample: ProcessSample): boolean {
  let at = process;
  for (let step = 0; step < stepsMax; step += 1) {
    if (at.parent === 1) return true;
    const parent = sample.processes.get(at.parent);
    if (parent === undefined) return false;
    if (scheduler.test(parent.name)) return true;
    if (!wrapper.test(parent.name)) return false;
    at = parent;
  }
  return false;
}

function childrenOf(copies: readonly ProcessStat[], all: readonly ProcessStat[]): Pick<Copies, 'childName' | 'childCount' | 'oldestChild'> {
  const pids = new Set(copies.map(({ pid }) => pid));
  const children = all.filter(({ parent }) => pids.has(parent));
  const [most] = [...Map.groupBy(children, ({ name }) => name)].sort((one, other) => other[1].length - one[1].length);
  return {
    childName: most?.[0] ?? '',
    childCount: most?.[1].length ?? 0,
    // Of a name of its own it has got what the others wait for.
    oldestChild: children.find(({ name }) => name !== most?.[0]) ?? children.find(({ parent }) => parent === copies[0]?.pid),
  };
}
