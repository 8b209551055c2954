/** Stopping a script, and denying a user one command. */

import { z } from 'zod';
import { SystemError } from '../../../domain/errors.ts';
import type { RedisClient } from '../client.ts';
import type { RedisLimit } from '../connection.ts';
import { RedisFailure } from '../failure.ts';
import { pairsOf, textOf } from '../reply.ts';
import { redisAction } from './redis-action.ts';

export const scriptKill = redisAction({
  name: 'script-kill',
  risk: 'medium',
  arguments: z.strictObject({}),
  verifyWithinMs: 8_000,
  summary: () => ({ 'zh-CN': '终止正在运行的脚本', en: 'kill the script that is running' }),
  effect: () => ({
    'zh-CN': '脚本以错误结束，其他请求立即恢复；已写入数据的脚本无法终止',
    en: 'the script ends with an error and everybody else goes on; one that has written cannot be killed',
  }),
  verification: () => ({ 'zh-CN': 'PING 恢复应答', en: 'PING is answered again' }),
  async precheck(client, _given, limit) {
    const busy = await busyWith(client, limit);
    if (busy === null) return { state: 'already', note: { 'zh-CN': '没有脚本在阻塞', en: 'no script is in the way' } };
    return { state: 'ready', before: { command: busy } };
  },
  async isApplied(client, _given, _before, limit) {
    return (await busyWith(client, limit)) === null;
  },
  async apply(client, _given, before, limit) {
    const name = before.command === 'FUNCTION' ? 'FUNCTION' : 'SCRIPT';
    try {
      await client.call([name, 'KILL'], limit);
    } catch (error) {
      if (error instanceof RedisFailure && error.code === 'NOTBUSY')
        return { 'zh-CN': '脚本已自行结束', en: 'the script has ended by itself' };
      throw error;
    }
    return { 'zh-CN': '已终止脚本', en: 'the script was killed' };
  },
  async verify(client, _given, _before, limit) {
    const isMet = (await busyWith(client, limit)) === null;
    return {
      isMet,
      note: isMet ? { 'zh-CN': '已恢复应答', en: 'it answers again' } : { 'zh-CN': '仍被脚本占用', en: 'a script still holds it' },
    };
  },
  undo: {
    impossible: {
      'zh-CN': '被终止的脚本无法继续，只能由应用重新发起',
      en: 'a killed script cannot go on; the application must send it again',
    },
  },
});

/** Null when it answers; else which kind of script has to be killed. */
async function busyWith(client: RedisClient, limit: RedisLimit): Promise<'SCRIPT' | 'FUNCTION' | null> {
  try {
    await client.call(['PING'], limit);
    return null;
  } catch (error) {
    if (error instanceof RedisFailure && error.problem === 'busy') return /FUNCTION KILL/.test(error.message) ? 'FUNCTION' : 'SCRIPT';
    throw error;
  }
}

/** Without these nobody could look, or let the user back in. */
const neverDenied = ['auth', 'hello', 'ping', 'acl', 'info', 'quit', 'reset', 'select', 'client', 'config'];

export const aclRestrictCommand = redisAction({
  name: 'acl-restrict-command',
  risk: 'high',
  arguments: z.strictObject({
    user: z.string().regex(/^[\w.@:-]{1,64}$/),
    command: z
      .string()
      .regex(/^[a-z]+(\|[a-z]+)?$/)
      .refine((name) => !neverDenied.includes(name.split('|')[0] ?? ''), { error: `expected none of ${neverDenied.join(', ')}` }),
  }),
  verifyWithinMs: 5_000,
  summary: (given) => ({
    'zh-CN': `禁止用户 ${given.user} 执行 ${given.command.toUpperCase()}`,
    en: `deny ${given.command.toUpperCase()} to user ${given.user}`,
  }),
  effect: (given) => ({
    'zh-CN': `该用户的 ${given.command.toUpperCase()} 会返回 NOPERM，使用它的功能会报错；未执行 ACL SAVE，重启后失效`,
    en: `${given.command.toUpperCase()} of that user answers NOPERM, and what relies on it fails; lost at a restart, as ACL SAVE is not run`,
  }),
  verification: (given) => ({
    'zh-CN': `ACL GETUSER ${given.user} 含 -${given.command}`,
    en: `ACL GETUSER ${given.user} has -${given.command}`,
  }),
  async precheck(client, given, limit) {
    const rules = await commandRules(client, given.user, limit);
    if (rules === null) return { state: 'blocked', reason: { 'zh-CN': `没有用户 ${given.user}`, en: `there is no user ${given.user}` } };
    if (isDenied(rules, given.command)) return { state: 'already', note: { 'zh-CN': '已经禁止', en: 'denied already' } };
    return { state: 'ready', before: { rules } };
  },
  async isApplied(client, given, _before, limit) {
    return isDenied((await commandRules(client, given.user, limit)) ?? '', given.command);
  },
  async apply(client, given, _before, limit) {
    await client.call(['ACL', 'SETUSER', given.user, `-${given.command}`], limit);
    return { 'zh-CN': `已禁止 ${given.user} 执行 ${given.command}`, en: `${given.user} may no longer run ${given.command}` };
  },
  async verify(client, given, _before, limit) {
    const rules = await commandRules(client, given.user, limit);
    return {
      isMet: isDenied(rules ?? '', given.command),
      note: { 'zh-CN': `当前规则：${String(rules)}`, en: `rules now: ${String(rules)}` },
    };
  },
  undo: {
    summary: (given) => ({ 'zh-CN': `恢复用户 ${given.user} 原来的命令规则`, en: `give user ${given.user} its old command rules back` }),
    present: async (client, given, _before, limit) => ({ rules: await commandRules(client, given.user, limit) }),
    async apply(client, given, before, limit) {
      if (typeof before.rules !== 'string')
        throw new SystemError(`Cannot undo: no rules of '${given.user}' were recorded`, { retry: 'never' });
      // One call: between dropping all and granting again nobody gets in between.
      await client.call(['ACL', 'SETUSER', given.user, '-@all', ...before.rules.split(' ').filter((rule) => rule !== '')], limit);
      return { 'zh-CN': `规则已恢复为 ${before.rules}`, en: `the rules are ${before.rules} again` };
    },
  },
});

/** Only the command rules: passwords and keys of the user are neither read into the record nor touched. */
async function commandRules(client: RedisClient, user: string, limit: RedisLimit): Promise<string | null> {
  const answer = await client.call(['ACL', 'GETUSER', user], limit);
  return answer === null ? null : textOf(pairsOf(answer).get('commands'));
}

/** The last rule that speaks of the command decides; after `-@all` a category may have granted it again, so that counts as "not denied". */
function isDenied(rules: string, command: string): boolean {
  const words = rules.split(' ');
  const at = words.findLastIndex((rule) => [command, '@all'].includes(rule.slice(1)));
  if (at < 0 || !words[at]?.startsWith('-')) return false;
  return words[at] === `-${command}` || !words.slice(at).some((rule) => rule.startsWith('+@'));
}
