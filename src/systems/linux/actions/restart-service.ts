/** Restarts a service that the configuration declares, in the way that it declares. */

import { z } from 'zod';
import type { Action, LookContext } from '../../contract.ts';
import type { LinuxClient } from '../client.ts';
import { LinuxFailure } from '../failure.ts';
import { readServices, type ServiceState } from '../probes/services.ts';
import type { DeclaredService } from '../settings.ts';
import { limitOf, requireSuccess } from './process-identity.ts';

const schema = z.strictObject({ service: z.string().min(1).max(64) });
const beforeSchema = z.object({ pid: z.number(), startTicks: z.number() });

const restartTimeoutMs = 90_000;

export const restartService: Action<LinuxClient> = {
  name: 'restart-service',
  risk: 'high',
  arguments: schema,
  timeoutMs: restartTimeoutMs,
  verifyWithinMs: 60_000,
  summary: (given) => ({ 'zh-CN': `重启服务 ${schema.parse(given).service}`, en: `restart service ${schema.parse(given).service}` }),
  effect: () => ({
    'zh-CN': '服务会中断几秒，现有连接断开；按配置里声明的方式重启',
    en: 'it is away for some seconds and its connections break; restarted in the way that the configuration declares',
  }),
  verification: () => ({ 'zh-CN': '新的主进程在运行，声明的端口由它监听', en: 'a new main process runs and listens on the declared port' }),
  async precheck(client, given, context) {
    const { service } = schema.parse(given);
    const declared = declaredOf(client, service);
    if (declared === undefined)
      return { state: 'blocked', reason: { 'zh-CN': `配置里没有声明服务 ${service}`, en: `no service '${service}' is declared` } };
    if (declared.restart === undefined)
      return {
        state: 'blocked',
        reason: { 'zh-CN': `配置里没有写如何重启 ${service}`, en: `the configuration doesn't say how '${service}' is restarted` },
      };
    const state = await stateOf(client, service, context);
    if (state?.trouble === 'squatter')
      return {
        state: 'blocked',
        reason: {
          'zh-CN': `端口被 ${state.owner.name}（${state.owner.pid}）占用，重启也起不来`,
          en: `its port is held by ${state.owner.name} (${state.owner.pid}): a restart would fail`,
        },
      };
    return { state: 'ready', before: { pid: state?.portrait.pid ?? 0, startTicks: state?.portrait.startTicks ?? 0 } };
  },
  async isApplied(client, given, before, context) {
    const state = await stateOf(client, schema.parse(given).service, context);
    return state !== undefined && isAnother(state, before) && state.trouble === '';
  },
  async apply(client, given, _before, context) {
    const { service } = schema.parse(given);
    const restart = declaredOf(client, service)?.restart;
    if (restart === undefined)
      throw new LinuxFailure(`Cannot restart '${service}': the configuration doesn't say how`, { status: 'failed' });
    const limit = { timeoutMs: restartTimeoutMs, signal: context.signal };
    const result =
      'systemd' in restart
        ? await client.exec.run('restart-unit', [restart.systemd], limit)
        : await client.exec.run('run-declared', restart.command, limit);
    requireSuccess(`Cannot restart '${service}'`, result);
    return { 'zh-CN': `已重启 ${service}`, en: `restarted ${service}` };
  },
  async verify(client, given, before, context) {
    const { service } = schema.parse(given);
    const state = await stateOf(client, service, context);
    const isMet = state !== undefined && state.trouble === '' && isAnother(state, before);
    const what = state === undefined ? 'unknown' : state.trouble === '' ? `pid ${state.portrait.pid}` : state.trouble;
    return {
      isMet,
      note: isMet
        ? { 'zh-CN': `${service} 已在运行（${what}）`, en: `${service} runs (${what})` }
        : { 'zh-CN': `${service} 尚未就绪（${what}）`, en: `${service} is not up yet (${what})` },
    };
  },
  undo: {
    impossible: {
      'zh-CN': '重启没有逆操作：旧进程及其内存已不在',
      en: 'a restart has no inverse: the old process and its memory are gone',
    },
  },
};

function declaredOf(client: LinuxClient, name: string): DeclaredService | undefined {
  return client.settings.services.find((service) => service.name === name);
}

async function stateOf(client: LinuxClient, name: string, context: LookContext): Promise<ServiceState | undefined> {
  return (await readServices(client, limitOf(context))).find(({ service }) => service.name === name);
}

/** Decided from the system itself: the main process is another one than before. */
function isAnother(state: ServiceState, before: unknown): boolean {
  const { pid, startTicks } = beforeSchema.parse(before);
  return state.portrait.pid > 0 && (state.portrait.pid !== pid || state.portrait.startTicks !== startTicks);
}
