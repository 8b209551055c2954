/** The looks at one container: the one that is named, or the one in the most trouble. */

import { z } from 'zod';
import { readLogText } from '../../../analysis/logs/summarise-log.ts';
import { maskSecrets } from '../../../domain/mask-secrets.ts';
import type { LookContext } from '../../contract.ts';
import type { HttpLimit } from '../../http/exchange.ts';
import { ApiFailure } from '../../http-api/failure.ts';
import { apiProbe } from '../../http-api/probe.ts';
import { judgeReadings } from '../../logs/judge-readings.ts';
import type { DockerClient } from '../client.ts';
import { containerName } from '../container-name.ts';
import { mostNotable, sortContainers } from '../judge-containers.ts';
import { type Container, inspect, nameOf, readContainers } from '../read-containers.ts';
import { readEvents } from '../read-events.ts';

const container = z.union([z.literal(''), containerName]).default('');
const none = {
  headline: { 'zh-CN': '没有这样的容器', en: 'there is no such container' },
  facts: { 'reach.isOk': true },
  text: '',
} as const;

async function chosen(client: DockerClient, name: string, limit: HttpLimit, context: LookContext): Promise<Container | null> {
  if (name !== '') return inspect(client, name, limit);
  const nowMs = context.clock.now();
  const [{ containers }, events] = await Promise.all([readContainers(client, limit), readEvents(client, nowMs - 3_600_000, nowMs, limit)]);
  return mostNotable(containers, sortContainers(containers, events, nowMs)) ?? null;
}

export const inspectProbe = apiProbe({
  name: 'inspect',
  summary: {
    'zh-CN': '一个容器的状态、限制、重启策略、端口、挂载与健康检查输出；默认取问题最大的',
    en: 'one container: state, limits, restart policy, ports, mounts, output of its health check; by default the one in most trouble',
  },
  parameters: z.strictObject({ container }),
  cost: 'moderate',
  hints: 'inspect|limits|mounts?|ports?|health check|限制|挂载|端口|健康检查',
  query: 'docker inspect …',
  facts: [],
  async see(client: DockerClient, given, limit, context) {
    const found = await chosen(client, given.container, limit, context);
    if (found === null) return none;
    const name = nameOf(found);
    return {
      headline: {
        'zh-CN': `${name}：${found.State.Status}，退出码 ${String(found.State.ExitCode)}，重启 ${String(found.RestartCount)} 次`,
        en: `${name}: ${found.State.Status}, exit code ${String(found.State.ExitCode)}, ${String(found.RestartCount)} restarts`,
      },
      // What is asked of one says nothing of the rest.
      facts: { 'reach.isOk': true },
      text: describe(found),
      query: `docker inspect ${name}`,
    };
  },
});

/** Values of the environment are left out: passwords live there. */
function describe({ State, HostConfig, Config, Mounts, Path, Args, RestartCount }: Container): string {
  const ports = Object.entries(HostConfig.PortBindings ?? {}).map(
    ([inside, outside]) => `${(outside ?? []).map(({ HostIp, HostPort }) => `${HostIp}:${HostPort}`).join(' ')} -> ${inside}`,
  );
  const health = (State.Health?.Log ?? []).map(
    ({ Start, ExitCode, Output }) => `${Start} exit ${String(ExitCode)}: ${maskSecrets(Output.trim()).slice(0, 300)}`,
  );
  return [
    `image: ${Config.Image}`,
    `command: ${maskSecrets([Path, ...(Args ?? [])].join(' ')).slice(0, 500)}`,
    `state: ${State.Status}, exit ${String(State.ExitCode)}, OOM killed ${String(State.OOMKilled)}, ${String(RestartCount)} restarts`,
    `started ${State.StartedAt}, finished ${State.FinishedAt}`,
    ...(State.Error === '' ? [] : [`error: ${maskSecrets(State.Error).slice(0, 500)}`]),
    `restart policy: ${HostConfig.RestartPolicy.Name || 'no'} (at most ${String(HostConfig.RestartPolicy.MaximumRetryCount)})`,
    `memory limit: ${String(HostConfig.Memory)} bytes, with swap ${String(HostConfig.MemorySwap)}`,
    `CPU limit: ${HostConfig.NanoCpus > 0 ? String(HostConfig.NanoCpus / 1e9) : HostConfig.CpuQuota > 0 ? `quota ${String(HostConfig.CpuQuota)}` : 'none'}`,
    `processes: at most ${String(HostConfig.PidsLimit ?? 'any')}`,
    `network: ${HostConfig.NetworkMode}; ports: ${ports.join(', ') || 'none'}`,
    `log driver: ${HostConfig.LogConfig.Type} ${JSON.stringify(HostConfig.LogConfig.Config ?? {})}`,
    `privileged: ${String(HostConfig.Privileged)}, removed when it ends: ${String(HostConfig.AutoRemove)}`,
    `environment (names): ${(Config.Env ?? []).map((each) => each.replace(/=.*$/s, '')).join(', ')}`,
    ...(Mounts ?? []).map(({ Type, Source, Destination }) => `mount: ${Type} ${Source} -> ${Destination}`),
    ...health.map((line) => `health: ${line}`),
  ].join('\n');
}

const linesMax = 2_000;

export const outputProbe = apiProbe({
  name: 'output',
  summary: {
    'zh-CN': '一个容器的日志，归纳为模板；默认取问题最大的',
    en: 'what one container wrote, as templates; by default the one in most trouble',
  },
  parameters: z.strictObject({ container, sinceMinutes: z.number().int().min(1).max(1_440).default(60) }),
  cost: 'moderate',
  hints: 'logs?\\b|output|stderr|stdout|error|日志|输出|报错',
  query: 'docker logs …',
  facts: [],
  async see(client: DockerClient, given, limit, context) {
    const found = await chosen(client, given.container, limit, context);
    if (found === null) return none;
    const [name, nowMs] = [nameOf(found), context.clock.now()];
    const since = Math.floor(nowMs / 1_000) - given.sinceMinutes * 60;
    const asked = `containers/${found.Id}/logs?stdout=1&stderr=1&timestamps=1&tail=${String(linesMax)}&since=${String(since)}`;
    const { text, isCut } = await client.output(asked, limit);
    const times = { onsetMs: Math.min(context.aboutMs, nowMs) - 900_000, nowMs, zoneMinutes: 0 };
    const { facts, text: summary, series } = judgeReadings([{ name, entries: readLogText(text, times), times, isCut, reason: '' }]);
    return {
      headline: {
        'zh-CN': `${name} 的日志：${String(facts['logs.entries'])} 条，近期错误 ${String(facts['logs.errors'])} 行`,
        en: `log of ${name}: ${String(facts['logs.entries'])} entries, ${String(facts['logs.errors'])} errors of late`,
      },
      facts: { 'reach.isOk': true },
      text: maskSecrets(summary),
      series,
      query: `docker logs --since ${String(given.sinceMinutes)}m ${name}`,
    };
  },
});

const topSchema = z.looseObject({ Titles: z.array(z.string()), Processes: z.array(z.array(z.string())).nullish() });
const networksSchema = z.array(
  z.looseObject({
    Name: z.string(),
    Driver: z.string().default(''),
    IPAM: z.looseObject({ Config: z.array(z.looseObject({ Subnet: z.string().default('') })).nullish() }).nullish(),
  }),
);

export const processesProbe = apiProbe({
  name: 'processes',
  summary: { 'zh-CN': '一个容器里的进程；默认取问题最大的', en: 'processes within one container; by default the one in most trouble' },
  parameters: z.strictObject({ container }),
  cost: 'moderate',
  hints: 'process|top\\b|pid|进程',
  query: 'docker top …',
  facts: [],
  async see(client: DockerClient, given, limit, context) {
    const found = await chosen(client, given.container, limit, context);
    if (found === null) return none;
    const name = nameOf(found);
    const isUp = found.State.Running && !found.State.Restarting;
    const rows = isUp ? await client.json(`containers/${found.Id}/top`, topSchema, limit).catch(endedMeanwhile) : null;
    const processes = rows?.Processes ?? [];
    return {
      headline: { 'zh-CN': `${name} 里有 ${String(processes.length)} 个进程`, en: `${String(processes.length)} processes in ${name}` },
      facts: { 'reach.isOk': true },
      text: [rows?.Titles ?? [], ...processes.slice(0, 200)].map((cells) => maskSecrets(cells.join(' ')).slice(0, 300)).join('\n'),
      query: `docker top ${name}`,
    };
  },
});

/** Between two looks it may end. */
function endedMeanwhile(error: unknown): null {
  if (error instanceof ApiFailure && (error.status === 404 || error.status === 409)) return null;
  throw error;
}

export const networksProbe = apiProbe({
  name: 'networks',
  summary: { 'zh-CN': '网络与各容器发布的端口', en: 'networks, and the ports that containers publish' },
  parameters: z.strictObject({}),
  cost: 'moderate',
  hints: 'network|port|subnet|网络|端口|网段',
  query: 'docker network ls; docker ps',
  facts: [],
  async see(client: DockerClient, _given, limit) {
    const networks = await client.json('networks', networksSchema, limit);
    const { containers } = await readContainers(client, limit);
    const published = containers.flatMap((each) =>
      Object.entries(each.HostConfig.PortBindings ?? {}).flatMap(([inside, outside]) =>
        (outside ?? []).map(
          ({ HostIp, HostPort }) => `${HostIp || '0.0.0.0'}:${HostPort} -> ${nameOf(each)} ${inside} (${each.State.Status})`,
        ),
      ),
    );
    return {
      headline: {
        'zh-CN': `${String(networks.length)} 个网络，发布 ${String(published.length)} 个端口`,
        en: `${String(networks.length)} networks, ${String(published.length)} ports published`,
      },
      facts: { 'reach.isOk': true },
      text: [
        ...networks.map(({ Name, Driver, IPAM }) => `${Name} (${Driver}) ${(IPAM?.Config ?? []).map(({ Subnet }) => Subnet).join(' ')}`),
        ...published,
      ].join('\n'),
    };
  },
});
