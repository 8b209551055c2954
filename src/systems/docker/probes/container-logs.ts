/** The newest lines of the containers that the alert or the question names, and of those that come and go: errors that they repeat. */

import { z } from 'zod';
import { type LogSummary, summariseLog, templateLines } from '../../../analysis/logs/summarise-log.ts';
import type { Facts } from '../../../domain/evidence.ts';
import { maskSecrets } from '../../../domain/mask-secrets.ts';
import { namesIn } from '../../containerd/probes/containers.ts';
import type { HttpLimit } from '../../http/exchange.ts';
import { apiProbe } from '../../http-api/probe.ts';
import { templateFacts } from '../../linux/parse/log-templates.ts';
import { type LogFindings, readLogFindings } from '../../linux/parse/service-log.ts';
import { logTimesOf } from '../../logs/read-sources.ts';
import type { DockerClient } from '../client.ts';
import { type Container, containersSchema, inspect, nameOf } from '../read-containers.ts';

const namesMax = 60;
const containersMax = 4;
const linesMax = 2_000;
/** What it says now: an error of its start is past. */
const newestLines = 20;
const shown = { errorsMax: 8, othersMax: 4 } as const;
/** When a segment of shared memory can't be made: PostgreSQL, Chromium, Oracle, Python and PyTorch. */
const sharedMemory = /\/dev\/shm|shared memory|\bshm_open\b|\bshm(?:get|fs)?\b/i;
const isFull = /No space left on device|ENOSPC|Bus error|insufficient shared memory/i;

export const containerLogsProbe = apiProbe({
  name: 'container-logs',
  summary: {
    'zh-CN': '被点名的、以及反复重启的容器最近的日志：反复出现的错误、/dev/shm 写满',
    en: 'the newest lines of the containers that are named, and of those that restart: repeated errors, a full /dev/shm',
  },
  parameters: z.strictObject({
    /** Words of the alert: a container that is among them is read. */
    names: z.array(z.string().max(128)).max(namesMax).default([]),
  }),
  cost: 'cheap',
  hints: 'logs?\\b|error|exception|fail|space|日志|报错|错误|失败|空间',
  query: 'docker logs --tail 2000 (of each container that is named or restarts)',
  facts: ['output.*', 'shm.*'],
  aimedAt: (words, labels) => ({ names: namesIn(words, labels) }),
  async see(client: DockerClient, { names }, limit, context) {
    const times = logTimesOf(context);
    const chosen = await choose(client, names, limit);
    const read = await Promise.all(
      chosen.map(async (container) => {
        const path = `containers/${container.Id}/logs?stdout=1&stderr=1&timestamps=1&tail=${String(linesMax)}`;
        const { text } = await client.output(path, limit).catch(() => ({ text: '' }));
        return readingOf(container, text, times);
      }),
    );
    const [worst] = [...read].sort((one, other) => other.errors - one.errors);
    const facts = factsOf(read, worst, times.nowMs);
    const newest = String(facts['output.newestError']).slice(0, 160);
    return {
      headline: {
        'zh-CN': `读了 ${String(read.length)} 个容器的日志${newest === '' ? '' : `；${worst?.path ?? ''} 最近的错误：${newest}`}`,
        en: `logs of ${String(read.length)} containers read${newest === '' ? '' : `; the newest error of ${worst?.path ?? ''}: ${newest}`}`,
      },
      facts,
      text: maskSecrets(
        read
          .map(({ path, errors, lines, summary }) =>
            [
              `== ${path}: ${String(errors)} of ${String(lines)} lines are errors`,
              ...templateLines(summary.templates, times.nowMs, shown),
            ].join('\n'),
          )
          .join('\n\n'),
      ),
    };
  },
});

/** From the list alone, which costs one request: what restarts is seldom up for as long as a minute. */
async function choose(client: DockerClient, names: readonly string[], limit: HttpLimit): Promise<readonly Container[]> {
  const listed = await client.json('containers/json?all=1', containersSchema, limit);
  const isNamed = ({ Names }: (typeof listed)[number]): boolean => (Names ?? []).some((name) => names.includes(name.replace(/^\//, '')));
  const mayRestart = ({ State, Status }: (typeof listed)[number]): boolean =>
    State === 'restarting' || /unhealthy|^Up (?:\d+ seconds|Less than)/.test(Status);
  const named = listed.filter(isNamed);
  const unsettled = listed.filter((each) => !isNamed(each) && mayRestart(each));
  const some = await Promise.all([...named, ...unsettled].slice(0, 2 * containersMax).map(({ Id }) => inspect(client, Id, limit)));
  const isWanted = (each: Container): boolean =>
    names.includes(nameOf(each)) || each.RestartCount > 0 || each.State.Health?.Status === 'unhealthy';
  return some
    .filter((each) => each !== null)
    .filter(isWanted)
    .slice(0, containersMax);
}

interface Reading extends LogFindings {
  readonly path: string;
  readonly container: Container;
  readonly summary: LogSummary;
  /** Of its newest lines, the share that is errors. */
  readonly newestErrorRatio: number;
  /** Lines that say that shared memory is full. */
  readonly shm: readonly string[];
}

/** Pure. */
export function readingOf(container: Container, text: string, times: ReturnType<typeof logTimesOf>): Reading {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const newest = readLogFindings(lines.slice(-newestLines).join('\n'));
  return {
    path: nameOf(container),
    container,
    ...readLogFindings(text),
    summary: summariseLog(text, times),
    newestErrorRatio: newest.lines === 0 ? 0 : newest.errors / newest.lines,
    shm: lines.filter((line) => sharedMemory.test(line) && isFull.test(line)),
  };
}

/** Pure. */
export function factsOf(read: readonly Reading[], worst: Reading | undefined, nowMs: number): Facts {
  const templates = templateFacts(worst === undefined ? [] : [worst], nowMs);
  const short = read.find(({ shm }) => shm.length > 0);
  return {
    'reach.isOk': true,
    'output.read': read.length,
    'output.name': worst?.path ?? '',
    'output.errors': worst?.errors ?? 0,
    'output.newestErrorRatio': worst?.newestErrorRatio ?? 0,
    'output.newestError': maskSecrets(worst?.newestError ?? '').slice(0, 400),
    'output.topError': maskSecrets(String(templates['logs.topError'])),
    'output.topErrorCount': templates['logs.topErrorCount'],
    'output.newErrors': templates['logs.newErrors'],
    'output.newError': maskSecrets(String(templates['logs.newError'] ?? '')),
    'output.newErrorCount': templates['logs.newErrorCount'],
    'output.isCompared': worst?.summary.isCompared ?? null,
    'shm.count': short?.shm.length ?? 0,
    'shm.name': short?.path ?? '',
    'shm.mib': short === undefined ? null : shmMib(short.container),
    'shm.line': maskSecrets(short?.shm.at(-1)?.replace(/^\S+Z /, '') ?? '').slice(0, 300),
  };
}

/** Null where its shared memory is the host's or a mount, which `--shm-size` says nothing of. */
function shmMib({ HostConfig, Mounts }: Container): number | null {
  const isElsewhere = HostConfig.IpcMode === 'host' || (Mounts ?? []).some(({ Destination }) => Destination === '/dev/shm');
  return isElsewhere || HostConfig.ShmSize === 0 ? null : Math.round((HostConfig.ShmSize / 1_048_576) * 10) / 10;
}
