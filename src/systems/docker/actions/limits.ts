/** Limits and the restart policy of a container, changed while it runs; the undo sets the old values again. */

import { z } from 'zod';
import { SystemError } from '../../../domain/errors.ts';
import type { ActionArguments } from '../../../domain/plan.ts';
import type { LocalText } from '../../../domain/text.ts';
import type { Action, Before, Precheck } from '../../contract.ts';
import type { HttpLimit } from '../../http/exchange.ts';
import { already, apiAction, blocked } from '../../http-api/actions/api-action.ts';
import type { DockerClient } from '../client.ts';
import { containerName } from '../container-name.ts';
import { statsSchema } from '../probes/resources.ts';
import { type Container, inspect } from '../read-containers.ts';

const mib = 1_048_576;
/** Docker takes none below. */
const mibMin = 6;

interface Update<Given extends ActionArguments & { readonly container: string }> {
  readonly name: string;
  readonly arguments: z.ZodType<Given>;
  readonly risk: 'low' | 'medium';
  readonly what: LocalText;
  readonly effect: LocalText;
  /** As a person reads it. */
  shown(given: Given): string;
  /** What Docker is told; null where it is so already. */
  wanted(given: Given, container: Container): Readonly<Record<string, unknown>> | null;
  /** What brings the present back, as Docker is told; null where it can't be brought back. */
  present(container: Container): Readonly<Record<string, unknown>> | null;
  danger?(client: DockerClient, given: Given, container: Container, limit: HttpLimit): Promise<LocalText | null>;
}

function updateAction<Given extends ActionArguments & { readonly container: string }>(update: Update<Given>): Action<DockerClient> {
  const isSet = async (client: DockerClient, given: Given, limit: HttpLimit): Promise<boolean> => {
    const found = await inspect(client, given.container, limit);
    return found !== null && update.wanted(given, found) === null;
  };
  return apiAction({
    name: update.name,
    risk: update.risk,
    arguments: update.arguments,
    verifyWithinMs: 10_000,
    summary: (given: Given) => ({
      'zh-CN': `将容器 ${given.container} 的${update.what['zh-CN']}设为 ${update.shown(given)}`,
      en: `set the ${update.what.en} of container ${given.container} to ${update.shown(given)}`,
    }),
    effect: () => ({
      'zh-CN': `${update.effect['zh-CN']}；重建容器后以编排文件为准，请同步修改`,
      en: `${update.effect.en}; a container made anew follows its compose file, so change that as well`,
    }),
    verification: () => ({ 'zh-CN': 'Docker 报告新值', en: 'Docker reports the new value' }),
    async precheck(client: DockerClient, given, limit): Promise<Precheck> {
      const found = await inspect(client, given.container, limit);
      if (found === null) return blocked(`没有容器 ${given.container}`, `there is no container ${given.container}`);
      if (update.wanted(given, found) === null) return already('已经是这个值', 'it has that value already');
      const present = update.present(found);
      if (present === null)
        return blocked(
          '现在没有上限，设了就不能在运行中去掉：请改编排文件',
          'there is no limit now, and one that is set can’t be taken away while it runs: change its compose file',
        );
      const danger = await update.danger?.(client, given, found, limit);
      if (danger !== undefined && danger !== null) return { state: 'blocked', reason: danger };
      return { state: 'ready', before: { ...present } };
    },
    isApplied: (client, given, _before, limit) => isSet(client, given, limit),
    async apply(client, given, _before, limit) {
      const found = await inspect(client, given.container, limit);
      const wanted = found === null ? null : update.wanted(given, found);
      if (wanted !== null) await client.post(`containers/${given.container}/update`, wanted, limit);
      return {
        'zh-CN': `${given.container} 的${update.what['zh-CN']}：${update.shown(given)}`,
        en: `${update.what.en} of ${given.container}: ${update.shown(given)}`,
      };
    },
    async verify(client, given, _before, limit) {
      const isMet = await isSet(client, given, limit);
      const state = isMet ? { 'zh-CN': '已生效', en: 'set' } : { 'zh-CN': '未生效', en: 'not set' };
      return { isMet, note: { 'zh-CN': `${update.what['zh-CN']}${state['zh-CN']}`, en: `${update.what.en}: ${state.en}` } };
    },
    undo: {
      summary: (given) => ({
        'zh-CN': `把 ${given.container} 的${update.what['zh-CN']}恢复为原值`,
        en: `set the ${update.what.en} of ${given.container} back to its old value`,
      }),
      async present(client, given, _before, limit) {
        const found = await inspect(client, given.container, limit);
        return found === null ? {} : { ...update.present(found) };
      },
      async apply(client, given, before: Before, limit) {
        if (Object.keys(before).length === 0)
          throw new SystemError(`Cannot undo ${update.name}: no old value was recorded`, { retry: 'never' });
        await client.post(`containers/${given.container}/update`, before, limit);
        return { 'zh-CN': `${update.what['zh-CN']}已恢复`, en: `${update.what.en}: back at its old value` };
      },
    },
  });
}

export const setMemoryLimit = updateAction({
  name: 'set-memory-limit',
  risk: 'medium',
  arguments: z.strictObject({ container: containerName, mib: z.number().int().min(mibMin).max(16_777_216) }),
  what: { 'zh-CN': '内存上限', en: 'memory limit' },
  effect: {
    'zh-CN': '立即生效，不重启；程序自己的堆上限不会跟着变',
    en: 'at once and without a restart; the heap limit of its runtime does not follow',
  },
  shown: (given) => `${String(given.mib)} MiB`,
  wanted(given, { HostConfig }) {
    const Memory = given.mib * mib;
    if (HostConfig.Memory === Memory) return null;
    // What it may swap besides stays as it was; -1 is without a limit.
    const swap = HostConfig.MemorySwap > 0 ? Memory + Math.max(0, HostConfig.MemorySwap - HostConfig.Memory) : HostConfig.MemorySwap;
    return { Memory, MemorySwap: swap };
  },
  present: ({ HostConfig: { Memory, MemorySwap } }) => (Memory === 0 ? null : { Memory, MemorySwap }),
  async danger(client, given, container, limit) {
    if (!container.State.Running || given.mib * mib >= container.HostConfig.Memory) return null;
    const { memory_stats } = await client.json(`containers/${container.Id}/stats?stream=false&one-shot=true`, statsSchema, limit);
    const usedMib = Math.ceil((memory_stats?.usage ?? 0) / mib);
    if (usedMib < given.mib) return null;
    return {
      'zh-CN': `已用 ${usedMib} MiB，不低于新上限：会立刻被杀`,
      en: `${usedMib} MiB are in use, no less than the new limit: it would be killed at once`,
    };
  },
});

export const setCpuLimit = updateAction({
  name: 'set-cpu-limit',
  risk: 'low',
  arguments: z.strictObject({ container: containerName, cpus: z.number().min(0.01).max(1_024) }),
  what: { 'zh-CN': 'CPU 上限', en: 'CPU limit' },
  effect: { 'zh-CN': '立即生效，不重启', en: 'at once and without a restart' },
  shown: (given) => `${String(given.cpus)} CPUs`,
  wanted(given, { HostConfig }) {
    const NanoCpus = Math.round(given.cpus * 1e9);
    if (HostConfig.NanoCpus > 0) return HostConfig.NanoCpus === NanoCpus ? null : { NanoCpus };
    // Of the two ways to say it Docker takes only the one that the container was made with.
    const CpuPeriod = HostConfig.CpuPeriod > 0 ? HostConfig.CpuPeriod : 100_000;
    const CpuQuota = Math.round(given.cpus * CpuPeriod);
    return HostConfig.CpuQuota === CpuQuota ? null : { CpuQuota, CpuPeriod };
  },
  present({ HostConfig: { NanoCpus, CpuQuota, CpuPeriod } }) {
    if (NanoCpus > 0) return { NanoCpus };
    return CpuQuota > 0 ? { CpuQuota, CpuPeriod: CpuPeriod > 0 ? CpuPeriod : 100_000 } : null;
  },
});

const policies = ['no', 'on-failure', 'unless-stopped', 'always'] as const;

export const setRestartPolicy = updateAction({
  name: 'set-restart-policy',
  risk: 'low',
  arguments: z.strictObject({ container: containerName, policy: z.enum(policies) }),
  what: { 'zh-CN': '重启策略', en: 'restart policy' },
  effect: { 'zh-CN': '从下一次退出起生效，现在什么都不重启', en: 'it holds from its next end on; nothing is restarted now' },
  shown: (given) => given.policy,
  wanted: (given, { HostConfig: { RestartPolicy } }) =>
    (RestartPolicy.Name || 'no') === given.policy ? null : { RestartPolicy: { Name: given.policy, MaximumRetryCount: 0 } },
  present: ({ HostConfig: { RestartPolicy } }) => ({
    RestartPolicy: { Name: RestartPolicy.Name || 'no', MaximumRetryCount: RestartPolicy.MaximumRetryCount },
  }),
  danger: (_client, given, { HostConfig }) =>
    Promise.resolve(
      HostConfig.AutoRemove && given.policy !== 'no'
        ? { 'zh-CN': '容器以 --rm 运行，不能有重启策略', en: 'it runs with --rm, which allows no restart policy' }
        : null,
    ),
});
