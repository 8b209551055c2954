/** Puts a process behind all others, or back where it was. */

import { z } from 'zod';
import type { Action } from '../../contract.ts';
import type { LinuxClient } from '../client.ts';
import { actionTimeoutMs, findProcess, limitOf, processArguments, processText, protectionOf, requireSuccess } from './process-identity.ts';

const schema = z.strictObject({ ...processArguments, nice: z.number().int().min(-20).max(19) });
const beforeSchema = z.object({ nice: z.number().int().min(-20).max(19) });

export const reniceProcess: Action<LinuxClient> = {
  name: 'renice-process',
  risk: 'low',
  arguments: schema,
  timeoutMs: actionTimeoutMs,
  verifyWithinMs: 10_000,
  summary(given) {
    const args = schema.parse(given);
    return {
      'zh-CN': `将 ${processText(args)} 的优先级（nice）调为 ${args.nice}`,
      en: `set the nice value of ${processText(args)} to ${args.nice}`,
    };
  },
  effect: () => ({
    'zh-CN': '其他进程优先得到 CPU，它只用剩余的部分；不会中断',
    en: 'others get the processor first and it takes what is left; nothing is interrupted',
  }),
  verification: (given) => ({ 'zh-CN': `nice 值为 ${schema.parse(given).nice}`, en: `its nice value is ${schema.parse(given).nice}` }),
  async precheck(client, given, context) {
    const args = schema.parse(given);
    const process = await findProcess(client, args, limitOf(context));
    if (process === null) return { state: 'blocked', reason: { 'zh-CN': '该进程已不存在', en: 'the process is gone' } };
    const protection = protectionOf(client, process);
    if (protection !== null) return { state: 'blocked', reason: protection };
    if (process.nice === args.nice)
      return { state: 'already', note: { 'zh-CN': `nice 已经是 ${args.nice}`, en: `its nice value is ${args.nice} already` } };
    return { state: 'ready', before: { nice: process.nice } };
  },
  async isApplied(client, given, _before, context) {
    const args = schema.parse(given);
    return (await findProcess(client, args, limitOf(context)))?.nice === args.nice;
  },
  async apply(client, given, _before, context) {
    const { pid, startTicks, nice, ...rest } = schema.parse(given);
    const result = await client.exec.run('renice-process', [String(pid), String(startTicks), String(nice)], limitOf(context));
    requireSuccess(`Cannot renice ${processText({ pid, startTicks, ...rest })}`, result);
    return { 'zh-CN': `nice 已设为 ${nice}`, en: `nice value set to ${nice}` };
  },
  async verify(client, given, _before, context) {
    const args = schema.parse(given);
    const nice = (await findProcess(client, args, limitOf(context)))?.nice;
    return {
      isMet: nice === args.nice,
      note: { 'zh-CN': `nice 现为 ${nice ?? '（进程已退出）'}`, en: `nice value is ${nice ?? 'gone with the process'}` },
    };
  },
  undo: {
    summary: () => ({
      'zh-CN': '恢复原来的 nice 值（非 root 账号可能无权调高优先级）',
      en: 'set the nice value back (only root may raise a priority)',
    }),
    async present(client, given, before, context) {
      // Of a process that is gone there is nothing that somebody else could have set.
      return { nice: (await findProcess(client, schema.parse(given), limitOf(context)))?.nice ?? before.nice };
    },
    async apply(client, given, before, context) {
      const args = schema.parse(given);
      const { nice } = beforeSchema.parse(before);
      if ((await findProcess(client, args, limitOf(context))) === null) return { 'zh-CN': '进程已不存在', en: 'the process is gone' };
      const result = await client.exec.run('renice-process', [String(args.pid), String(args.startTicks), String(nice)], limitOf(context));
      requireSuccess(`Cannot set the nice value of ${processText(args)} back`, result);
      return { 'zh-CN': `nice 已恢复为 ${nice}`, en: `nice value is ${nice} again` };
    },
  },
};
