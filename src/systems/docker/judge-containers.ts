/** Which containers are in trouble, and in which: the worst of each sort. */

import { type Container, nameOf, timeOf } from './read-containers.ts';

export interface Event {
  readonly action: string;
  readonly name: string;
  readonly atMs: number;
  readonly exitCode: number | null;
  readonly signal: string;
}

export interface Sorted {
  readonly looping: readonly Container[];
  readonly oomKilled: readonly Container[];
  readonly unhealthy: readonly Container[];
  /** Ended with a failure, and not by hand. */
  readonly exited: readonly Container[];
  /** Stopped by somebody. */
  readonly stopped: readonly Container[];
  readonly paused: readonly Container[];
  /** Made, and its start failed. */
  readonly failedStart: readonly Container[];
  readonly dead: readonly Container[];
}

/** Restarts of a container that has run for longer are its past. */
const recentMs = 900_000;
/** What ended longer ago than this is nobody's incident, unless it should run. */
const endedMaxMs = 86_400_000;

/** Pure. */
export function sortContainers(containers: readonly Container[], events: readonly Event[], nowMs: number): Sorted {
  const ended = containers.filter(({ State }) => State.Status === 'exited');
  const newest = (some: readonly Container[]): readonly Container[] =>
    [...some].sort((one, other) => (timeOf(other.State.FinishedAt) ?? 0) - (timeOf(one.State.FinishedAt) ?? 0));
  const isRecent = (container: Container): boolean =>
    nowMs - (timeOf(container.State.FinishedAt) ?? 0) < endedMaxMs || shouldRun(container);
  return {
    looping: [...newest(containers.filter((each) => isLooping(each, nowMs)))].sort((one, other) => other.RestartCount - one.RestartCount),
    oomKilled: newest(containers.filter((each) => wasOomKilled(each, events) && (isRecent(each) || each.State.Running))),
    unhealthy: containers.filter(({ State }) => State.Running && State.Health?.Status === 'unhealthy'),
    exited: newest(ended.filter((each) => each.State.ExitCode !== 0 && isRecent(each) && !wasStopped(each, events))),
    stopped: newest(ended.filter((each) => isRecent(each) && (wasStopped(each, events) || (each.State.ExitCode === 0 && shouldRun(each))))),
    paused: containers.filter(({ State }) => State.Paused),
    failedStart: containers.filter(({ State }) => State.Status === 'created' && State.Error !== ''),
    dead: containers.filter(({ State }) => State.Dead || State.Status === 'dead'),
  };
}

function isLooping({ State, RestartCount }: Container, nowMs: number): boolean {
  if (State.Restarting) return true;
  // Between two ends it is up for a moment.
  const startedMs = timeOf(State.StartedAt);
  return State.Running && RestartCount >= 3 && startedMs !== null && nowMs - startedMs < Math.min(recentMs, 60_000);
}

/** With the first cgroup hierarchy the mark is lost at the next start; the event stays. */
function wasOomKilled(container: Container, events: readonly Event[]): boolean {
  return container.State.OOMKilled || events.some(({ action, name }) => action === 'oom' && name === nameOf(container));
}

/** HUP, USR1, USR2, CONT and WINCH tell a program something (read your settings, begin a new log); they don't stop it. */
const messages: ReadonlySet<string> = new Set(['1', '10', '12', '18', '28']);

/** The last thing that was done to it was a stop or a kill by hand. */
function wasStopped(container: Container, events: readonly Event[]): boolean {
  const own = events.filter(({ name, action }) => name === nameOf(container) && /^(stop|kill|start|die)$/.test(action));
  const lastStart = own.findLastIndex(({ action }) => action === 'start');
  return own.slice(lastStart + 1).some(({ action, signal }) => action === 'stop' || (action === 'kill' && !messages.has(signal)));
}

/** Its policy would bring it back: that it is away is somebody's doing. */
export function shouldRun({ HostConfig }: Container): boolean {
  return HostConfig.RestartPolicy.Name === 'always' || HostConfig.RestartPolicy.Name === 'unless-stopped';
}

/** The one that a look takes when none is named. */
export function mostNotable(containers: readonly Container[], sorted: Sorted): Container | undefined {
  const [first] = [
    sorted.looping,
    sorted.oomKilled,
    sorted.unhealthy,
    sorted.failedStart,
    sorted.exited,
    sorted.dead,
    sorted.paused,
    sorted.stopped,
    containers.filter(({ State }) => State.Running),
    containers,
  ].flat();
  return first;
}

const portPattern = /(?:port is already allocated|address already in use)/i;

/** Pure: the port that a failed start wanted; null when it failed for something else. */
export function conflictOf({ State, HostConfig }: Container): string | null {
  if (!portPattern.test(State.Error)) return null;
  const told = /:(\d{1,5})(?: failed:|: bind| -> )/.exec(State.Error)?.[1];
  const bound = Object.values(HostConfig.PortBindings ?? {}).flatMap((each) => each ?? [])[0]?.HostPort;
  return told ?? bound ?? '?';
}
