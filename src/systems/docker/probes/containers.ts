/** Containers in trouble: the worst of each sort, with what ended it and what it says of that. */

import { z } from 'zod';
import type { Facts, FactValue } from '../../../domain/evidence.ts';
import { maskSecrets } from '../../../domain/mask-secrets.ts';
import type { HttpLimit } from '../../http/exchange.ts';
import { apiProbe } from '../../http-api/probe.ts';
import type { DockerClient } from '../client.ts';
import { conflictOf, type Event, type Sorted, sortContainers } from '../judge-containers.ts';
import { type Container, nameOf, readContainers, tellingLine, tellingLines, timeOf } from '../read-containers.ts';
import { readEvents } from '../read-events.ts';
import { standApart } from '../stand-apart.ts';

const hourMs = 3_600_000;

export const containersProbe = apiProbe({
  name: 'containers',
  summary: {
    'zh-CN': '容器状态：反复重启、OOM、不健康、异常退出、暂停、启动失败、端口冲突',
    en: 'states of containers: restarting, out of memory, unhealthy, ended, paused, not started, ports in conflict',
  },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'docker|container|restart|crash|exit|oom|unhealthy|health|容器|重启|崩溃|退出|不健康|健康检查|起不来',
  query: 'docker ps -a; docker inspect …',
  facts: [
    'containers.*',
    'loop.*',
    'oom.*',
    'sick.*',
    'ended.*',
    'stopped.*',
    'paused.*',
    'failed.*',
    'conflict.*',
    'dead.*',
    'logs.*',
    'policy.*',
  ],
  async see(client: DockerClient, _given, limit, context) {
    const nowMs = context.clock.now();
    const [{ containers, total }, events] = await Promise.all([
      readContainers(client, limit),
      readEvents(client, nowMs - hourMs, nowMs, limit),
    ]);
    const sorted = sortContainers(containers, events, nowMs);
    const facts: Facts = {
      'reach.isOk': true,
      ...countFacts(containers, total, sorted),
      ...(await loopFacts(client, sorted, events, limit)),
      ...oomFacts(sorted),
      ...sickFacts(sorted),
      ...(await endedFacts(client, sorted, events, nowMs, limit)),
      ...(await logFacts(client, containers)),
      ...policyFacts(containers, sorted),
      ...apartFacts(containers, sorted),
    };
    const trouble = [sorted.looping, sorted.oomKilled, sorted.unhealthy, sorted.exited, sorted.failedStart, sorted.dead].flat();
    const names = [...new Set(trouble.map(nameOf))];
    return {
      headline: {
        'zh-CN': `${String(total)} 个容器，运行 ${String(facts['containers.running'])} 个${names.length === 0 ? '' : `；有问题：${names.slice(0, 5).join('、')}`}`,
        en: `${String(total)} containers, ${String(facts['containers.running'])} running${names.length === 0 ? '' : `; in trouble: ${names.slice(0, 5).join(', ')}`}`,
      },
      facts,
      text: containers.map((each) => lineOf(each, nowMs)).join('\n'),
    };
  },
});

function countFacts(containers: readonly Container[], total: number, sorted: Sorted): Facts {
  return {
    'containers.total': total,
    'containers.leftOut': total - containers.length,
    'containers.running': containers.filter(({ State }) => State.Running && !State.Paused && !State.Restarting).length,
    'containers.looping': sorted.looping.length,
    'containers.oomKilled': sorted.oomKilled.length,
    'containers.unhealthy': sorted.unhealthy.length,
    'containers.ended': sorted.exited.length,
    'containers.stopped': sorted.stopped.length,
    'containers.paused': sorted.paused.length,
    'containers.failedStart': sorted.failedStart.length,
    'containers.dead': sorted.dead.length,
    'paused.name': sorted.paused[0] === undefined ? '' : nameOf(sorted.paused[0]),
    'dead.name': sorted.dead[0] === undefined ? '' : nameOf(sorted.dead[0]),
  };
}

/** A loop that memory causes is told by that. */
async function loopFacts(client: DockerClient, sorted: Sorted, events: readonly Event[], limit: HttpLimit): Promise<Facts> {
  const [loop] = sorted.looping;
  if (loop === undefined) return { 'loop.name': '' };
  const [line = '', before = ''] = (await tellingLines(client, loop, limit)).toReversed();
  return {
    'loop.name': nameOf(loop),
    'loop.restarts': loop.RestartCount,
    'loop.exitCode': exitCodeOf(loop, events),
    'loop.isOom': sorted.oomKilled.includes(loop),
    'loop.policy': loop.HostConfig.RestartPolicy.Name,
    'loop.error': shown(loop.State.Error),
    'loop.command': shown([loop.Path, ...(loop.Args ?? [])].join(' ')),
    'loop.lastLine': shown(line),
    'loop.before': before === '' ? null : shown(before),
    'loop.mounts': mountsOf(loop) || null,
    'loop.isDns': dnsPattern.test(line),
  };
}

function mountsOf({ Mounts }: Container): string {
  const pairs = (Mounts ?? []).map(({ Source, Destination }) => `${Source}:${Destination}`);
  return maskSecrets(pairs.slice(0, 4).join(', ')).slice(0, 300);
}

/** While it is up between two ends, Docker tells none of the last one. */
function exitCodeOf(loop: Container, events: readonly Event[]): number | null {
  if (loop.State.Restarting || !loop.State.Running) return loop.State.ExitCode;
  return events.findLast(({ action, name }) => action === 'die' && name === nameOf(loop))?.exitCode ?? null;
}

const dnsPattern =
  /temporary failure in name resolution|no such host|bad address|EAI_AGAIN|ENOTFOUND|name or service not known|could not resolve/i;
const noSpacePattern = /no space left on device/i;

/** Commands and output may carry a password. */
function shown(text: string): string {
  const masked = maskSecrets(text).slice(0, 300);
  return masked === '' ? '-' : masked;
}

function oomFacts({ oomKilled }: Sorted): Facts {
  const [first] = oomKilled;
  if (first === undefined) return { 'oom.name': '' };
  const { Memory } = first.HostConfig;
  return {
    'oom.name': nameOf(first),
    'oom.limitBytes': Memory,
    'oom.limitMib': Math.round(Memory / 1_048_576),
    'oom.hasLimit': Memory > 0,
    'oom.isRunning': first.State.Running,
    'oom.restarts': first.RestartCount,
    /** Half as much again, in whole MiB. */
    'oom.suggestedMib': Math.ceil((Memory * 1.5) / 1_048_576),
  };
}

function sickFacts({ unhealthy }: Sorted): Facts {
  const [first] = unhealthy;
  if (first === undefined) return { 'sick.name': '' };
  const last = first.State.Health?.Log?.at(-1);
  return {
    'sick.name': nameOf(first),
    'sick.streak': first.State.Health?.FailingStreak ?? 0,
    'sick.exitCode': last?.ExitCode ?? null,
    'sick.output': shown(last?.Output.trim() ?? ''),
  };
}

async function endedFacts(client: DockerClient, sorted: Sorted, events: readonly Event[], nowMs: number, limit: HttpLimit): Promise<Facts> {
  const facts: Record<string, FactValue> = { 'ended.name': '', 'stopped.name': '', 'failed.name': '', 'conflict.name': '' };
  // What memory ended is told as that.
  const ended = sorted.exited.find((each) => !sorted.oomKilled.includes(each));
  if (ended !== undefined) {
    const line = await tellingLine(client, ended, limit);
    facts['ended.name'] = nameOf(ended);
    facts['ended.exitCode'] = ended.State.ExitCode;
    facts['ended.agoSeconds'] = Math.round((nowMs - (timeOf(ended.State.FinishedAt) ?? nowMs)) / 1_000);
    facts['ended.policy'] = ended.HostConfig.RestartPolicy.Name || 'no';
    facts['ended.restarts'] = ended.RestartCount;
    facts['ended.lastLine'] = shown(line);
    facts['ended.isNoSpace'] = noSpacePattern.test(`${line} ${ended.State.Error}`);
    facts['ended.count'] = sorted.exited.length;
  }
  const [stopped] = sorted.stopped;
  if (stopped !== undefined) {
    facts['stopped.name'] = nameOf(stopped);
    facts['stopped.exitCode'] = stopped.State.ExitCode;
    facts['stopped.agoSeconds'] = Math.round((nowMs - (timeOf(stopped.State.FinishedAt) ?? nowMs)) / 1_000);
    facts['stopped.policy'] = stopped.HostConfig.RestartPolicy.Name || 'no';
    facts['stopped.wasSeen'] = events.some(({ name, action }) => name === nameOf(stopped) && (action === 'stop' || action === 'kill'));
  }
  const conflict = [...sorted.failedStart, ...sorted.exited].find((each) => conflictOf(each) !== null);
  if (conflict !== undefined) {
    facts['conflict.name'] = nameOf(conflict);
    facts['conflict.port'] = conflictOf(conflict);
    facts['conflict.error'] = shown(conflict.State.Error);
  }
  const failed = sorted.failedStart.find((each) => each !== conflict);
  if (failed !== undefined) {
    facts['failed.name'] = nameOf(failed);
    facts['failed.exitCode'] = failed.State.ExitCode;
    facts['failed.error'] = shown(failed.State.Error);
    facts['failed.isNoSpace'] = noSpacePattern.test(failed.State.Error);
  }
  return facts;
}

/** Who does not feel what became of the worst of each sort. */
function apartFacts(containers: readonly Container[], sorted: Sorted): Facts {
  const ended = sorted.exited.find((each) => !sorted.oomKilled.includes(each));
  const worst = { loop: sorted.looping[0], oom: sorted.oomKilled[0], sick: sorted.unhealthy[0], paused: sorted.paused[0], ended };
  const apart = Object.entries({ ...worst, stopped: sorted.stopped[0] });
  return Object.fromEntries(apart.map(([name, container]) => [`${name}.apart`, standApart(container, containers, sorted)]));
}

/** A driver that writes a file on the engine's disk, without an end. */
function isUnlimited({ HostConfig }: Container): boolean {
  return HostConfig.LogConfig.Type === 'json-file' && HostConfig.LogConfig.Config?.['max-size'] === undefined;
}

async function logFacts(client: DockerClient, containers: readonly Container[]): Promise<Facts> {
  const unlimited = containers.filter(isUnlimited);
  const sizes = await Promise.all(unlimited.map(async (each) => ({ each, bytes: await client.fileBytes(each.LogPath) })));
  const [largest] = sizes.filter(({ bytes }) => bytes !== null).sort((one, other) => (other.bytes ?? 0) - (one.bytes ?? 0));
  const volume = largest === undefined ? null : await client.volumeOf(largest.each.LogPath);
  return {
    'logs.volumeUsedRatio': volume === null ? null : Math.round(volume.usedRatio * 1_000) / 1_000,
    'logs.volumeShare': volume === null ? null : Math.round(((largest?.bytes ?? 0) / Math.max(1, volume.bytes)) * 1_000) / 1_000,
    'logs.largestPath': largest?.each.LogPath ?? '',
    'logs.unlimited': unlimited.length,
    'logs.largestBytes': largest?.bytes ?? null,
    'logs.largestMib': largest?.bytes === undefined || largest.bytes === null ? null : Math.round(largest.bytes / 1_048_576),
    'logs.largestName': largest === undefined ? (unlimited[0] === undefined ? '' : nameOf(unlimited[0])) : nameOf(largest.each),
  };
}

/** Of what has ended, and of what runs: a job that is done needs none. */
function policyFacts(containers: readonly Container[], { exited }: Sorted): Facts {
  const hasNone = ({ HostConfig }: Container): boolean => ['', 'no'].includes(HostConfig.RestartPolicy.Name);
  const ended = exited.filter(hasNone);
  const running = containers.filter((each) => each.State.Running && hasNone(each));
  const [first] = [...ended, ...running];
  return {
    'policy.without': ended.length + running.length,
    'policy.hasEnded': ended.length > 0,
    'policy.name': first === undefined ? '' : nameOf(first),
  };
}

function lineOf({ Name, State, RestartCount, Config, HostConfig }: Container, nowMs: number): string {
  const since = timeOf(State.Running ? State.StartedAt : State.FinishedAt);
  const ago = since === null ? '' : ` for ${String(Math.round((nowMs - since) / 1_000))} s`;
  const parts = [
    `${Name.replace(/^\//, '')} (${Config.Image}): ${State.Status}${ago}`,
    State.Running ? '' : `exit ${String(State.ExitCode)}`,
    State.OOMKilled ? 'OOM killed' : '',
    State.Health?.Status === undefined || State.Health.Status === '' ? '' : `health ${State.Health.Status}`,
    RestartCount > 0 ? `${String(RestartCount)} restarts` : '',
    `policy ${HostConfig.RestartPolicy.Name || 'no'}`,
    State.Error === '' ? '' : shown(State.Error),
  ];
  return parts.filter((part) => part !== '').join(', ');
}
