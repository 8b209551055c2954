/** Whether a container runs: start, restart, go on after a pause, stop. */

import { z } from 'zod';
import type { LocalText } from '../../../domain/text.ts';
import type { Precheck, Verification } from '../../contract.ts';
import type { HttpLimit } from '../../http/exchange.ts';
import { already, apiAction, blocked } from '../../http-api/actions/api-action.ts';
import type { DockerClient } from '../client.ts';
import { containerName } from '../container-name.ts';
import { type Container, inspect, timeOf } from '../read-containers.ts';

const given = z.strictObject({ container: containerName });
type Given = z.infer<typeof given>;

/** What has run for less may end again at once. */
const steadyMs = 3_000;
/** How long a container may take to end before it is killed. */
const stopSeconds = 10;

export const startContainer = apiAction({
  name: 'start-container',
  risk: 'medium',
  arguments: given,
  verifyWithinMs: 30_000,
  summary: ({ container }: Given) => ({ 'zh-CN': `启动容器 ${container}`, en: `start container ${container}` }),
  effect: () => ({ 'zh-CN': '容器以原有的配置与数据运行', en: 'it runs with the settings and data that it had' }),
  verification: () => ({ 'zh-CN': '容器持续运行数秒，且没有报告不健康', en: 'it stays up for some seconds and is not unhealthy' }),
  precheck: async (client: DockerClient, each, limit) => {
    const found = await inspect(client, each.container, limit);
    if (found === null) return missing(each);
    if (found.State.Running) return already('容器已在运行', 'it runs already');
    if (found.State.Dead) return blocked('容器处于 dead，不能启动', 'it is dead, and can’t be started');
    if (found.HostConfig.AutoRemove) return autoRemoved();
    return ready(found);
  },
  isApplied: async (client, each, _before, limit) => (await inspect(client, each.container, limit))?.State.Running === true,
  apply: async (client, each, _before, limit) => {
    await client.post(`containers/${each.container}/start`, undefined, limit);
    return { 'zh-CN': `${each.container} 已启动`, en: `${each.container} is started` };
  },
  verify: (client, each, _before, limit) => verifyRuns(client, each, limit, null),
  undo: {
    summary: ({ container }) => ({ 'zh-CN': `停止容器 ${container}`, en: `stop container ${container}` }),
    apply: (client, each, _before, limit) => stop(client, each, limit),
  },
});

export const restartContainer = apiAction({
  name: 'restart-container',
  risk: 'high',
  arguments: given,
  verifyWithinMs: 60_000,
  summary: ({ container }: Given) => ({ 'zh-CN': `重启容器 ${container}`, en: `restart container ${container}` }),
  effect: () => ({
    'zh-CN': `先 SIGTERM，${String(stopSeconds)} 秒后 SIGKILL，再启动：进行中的请求会中断`,
    en: `SIGTERM, after ${String(stopSeconds)} s SIGKILL, then a start: what it is doing is cut off`,
  }),
  verification: () => ({
    'zh-CN': '容器有了新的启动时间，持续运行数秒，且没有报告不健康',
    en: 'it has a new start, stays up for some seconds and is not unhealthy',
  }),
  precheck: async (client: DockerClient, each, limit) => {
    const found = await inspect(client, each.container, limit);
    if (found === null) return missing(each);
    if (!found.State.Running) return blocked('容器没有在运行：请用启动', 'it does not run: start it instead');
    if (found.State.Paused) return blocked('容器处于暂停：请先恢复', 'it is paused: let it go on first');
    if (found.HostConfig.AutoRemove) return autoRemoved();
    return ready(found);
  },
  isApplied: async (client, each, before, limit) => {
    const found = await inspect(client, each.container, limit);
    return found?.State.Running === true && found.State.StartedAt !== before.startedAt;
  },
  apply: async (client, each, _before, limit) => {
    await client.post(`containers/${each.container}/restart?t=${String(stopSeconds)}`, undefined, limit);
    return { 'zh-CN': `${each.container} 已重启`, en: `${each.container} is restarted` };
  },
  verify: (client, each, before, limit) => verifyRuns(client, each, limit, String(before.startedAt)),
  undo: {
    impossible: {
      'zh-CN': '重启前进程内存中的内容已经没有了',
      en: 'what its processes held in memory before the restart is gone',
    },
  },
});

export const unpauseContainer = apiAction({
  name: 'unpause-container',
  risk: 'low',
  arguments: given,
  verifyWithinMs: 10_000,
  summary: ({ container }: Given) => ({ 'zh-CN': `恢复被暂停的容器 ${container}`, en: `let the paused container ${container} go on` }),
  effect: () => ({ 'zh-CN': '冻结的进程从原处继续', en: 'its frozen processes go on where they were' }),
  verification: () => ({ 'zh-CN': '容器不再处于暂停', en: 'it is not paused any more' }),
  precheck: async (client: DockerClient, each, limit) => {
    const found = await inspect(client, each.container, limit);
    if (found === null) return missing(each);
    if (!found.State.Paused) return already('容器没有被暂停', 'it is not paused');
    return ready(found);
  },
  isApplied: async (client, each, _before, limit) => (await inspect(client, each.container, limit))?.State.Paused === false,
  apply: async (client, each, _before, limit) => {
    await client.post(`containers/${each.container}/unpause`, undefined, limit);
    return { 'zh-CN': `${each.container} 已恢复`, en: `${each.container} goes on` };
  },
  verify: async (client, each, _before, limit) => {
    const state = (await inspect(client, each.container, limit))?.State;
    return { isMet: state?.Running === true && !state.Paused, note: stateNote(each, state?.Status) };
  },
  undo: {
    summary: ({ container }) => ({ 'zh-CN': `重新暂停 ${container}`, en: `pause ${container} again` }),
    apply: async (client, each, _before, limit) => {
      const found = await inspect(client, each.container, limit);
      if (found?.State.Paused !== true) await client.post(`containers/${each.container}/pause`, undefined, limit);
      return { 'zh-CN': `${each.container} 已重新暂停`, en: `${each.container} is paused again` };
    },
  },
});

export const stopContainer = apiAction({
  name: 'stop-container',
  risk: 'high',
  arguments: given,
  verifyWithinMs: 30_000,
  summary: ({ container }: Given) => ({ 'zh-CN': `停止容器 ${container}`, en: `stop container ${container}` }),
  effect: () => ({
    'zh-CN': '它的服务不再可用；容器与数据保留，之后可以再启动',
    en: 'what it serves is away; the container and its data stay, and it can be started again',
  }),
  verification: () => ({ 'zh-CN': '容器已停止', en: 'it does not run any more' }),
  precheck: async (client: DockerClient, each, limit) => {
    const found = await inspect(client, each.container, limit);
    if (found === null) return missing(each);
    if (!found.State.Running && !found.State.Restarting) return already('容器没有在运行', 'it does not run');
    if (found.HostConfig.AutoRemove) return autoRemoved();
    return ready(found);
  },
  isApplied: async (client, each, _before, limit) => (await inspect(client, each.container, limit))?.State.Running !== true,
  apply: (client, each, _before, limit) => stop(client, each, limit),
  verify: async (client, each, _before, limit) => {
    const state = (await inspect(client, each.container, limit))?.State;
    return { isMet: state?.Running === false && !state.Restarting, note: stateNote(each, state?.Status) };
  },
  undo: {
    summary: ({ container }) => ({ 'zh-CN': `再次启动 ${container}`, en: `start ${container} again` }),
    apply: async (client, each, _before, limit) => {
      await client.post(`containers/${each.container}/start`, undefined, limit);
      return { 'zh-CN': `${each.container} 已再次启动`, en: `${each.container} is started again` };
    },
  },
});

async function stop(client: DockerClient, { container }: Given, limit: HttpLimit): Promise<LocalText> {
  await client.post(`containers/${container}/stop?t=${String(stopSeconds)}`, undefined, limit);
  return { 'zh-CN': `${container} 已停止`, en: `${container} is stopped` };
}

function ready({ State }: Container): Precheck {
  return { state: 'ready', before: { status: State.Status, startedAt: State.StartedAt } };
}

function missing({ container }: Given): Precheck {
  return blocked(`没有容器 ${container}`, `there is no container ${container}`);
}

function autoRemoved(): Precheck {
  return blocked('容器以 --rm 运行：停止就会连同数据一起被删除', 'it runs with --rm: once it ends it is removed with its data');
}

/** Up for some seconds, by the engine's own times: since it was first seen up. */
async function verifyRuns(client: DockerClient, each: Given, limit: HttpLimit, startedBefore: string | null): Promise<Verification> {
  const found = await inspect(client, each.container, limit);
  const { State } = found ?? {};
  const note = stateNote(
    each,
    State?.Health?.Status === undefined || State.Health.Status === '' ? State?.Status : `${State.Status}, ${State.Health.Status}`,
  );
  if (State === undefined || !State.Running || State.Restarting || State.StartedAt === startedBefore) return { isMet: false, note };
  if (State.Health?.Status === 'unhealthy') return { isMet: false, note };
  const startedMs = timeOf(State.StartedAt);
  return { isMet: startedMs !== null && (await client.nowMs(limit)) - startedMs >= steadyMs, note };
}

function stateNote({ container }: Given, status = '-'): LocalText {
  return { 'zh-CN': `${container} 的状态：${status}`, en: `state of ${container}: ${status}` };
}
