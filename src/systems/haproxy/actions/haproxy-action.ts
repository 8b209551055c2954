/** Makes an action of a typed description: one value of HAProxy is read, set, checked, and set back. */

import type { z } from 'zod';
import { SystemError } from '../../../domain/errors.ts';
import type { ActionArguments, Risk } from '../../../domain/plan.ts';
import type { LocalText } from '../../../domain/text.ts';
import type { Action, LookContext, Precheck } from '../../contract.ts';
import { levelOf } from '../check.ts';
import type { HaproxyClient } from '../client.ts';
import { failedLook, SocketFailure } from '../failure.ts';
import type { SocketLimit } from '../socket.ts';

export interface Setting<Given extends ActionArguments> {
  readonly name: string;
  readonly risk: Risk;
  readonly arguments: z.ZodType<Given>;
  /** What is set, in words: the state of b/s1. */
  what(given: Given): LocalText;
  effect(given: Given): LocalText;
  wanted(given: Given): string;
  /** As it is now; null when there is no such thing. */
  read(client: HaproxyClient, given: Given, limit: SocketLimit): Promise<string | null>;
  /** The command that sets it to this value. */
  command(given: Given, value: string): string;
  /** Why it must not be done now. */
  danger?(client: HaproxyClient, given: Given, limit: SocketLimit): Promise<LocalText | null>;
}

const withinMs = 5_000;

export function settingAction<Given extends ActionArguments>(setting: Setting<Given>): Action<HaproxyClient> {
  const parse = (given: ActionArguments): Given => setting.arguments.parse(given);
  const limitOf = (context: LookContext): SocketLimit => ({ timeoutMs: withinMs, signal: context.signal });
  const isSet = async (client: HaproxyClient, given: ActionArguments, context: LookContext): Promise<boolean> =>
    (await setting.read(client, parse(given), limitOf(context))) === setting.wanted(parse(given));
  return {
    name: setting.name,
    risk: setting.risk,
    arguments: setting.arguments,
    timeoutMs: 15_000,
    verifyWithinMs: 5_000,
    summary(given) {
      const [what, wanted] = [setting.what(parse(given)), setting.wanted(parse(given))];
      return { 'zh-CN': `将${what['zh-CN']}设为 ${wanted}`, en: `set ${what.en} to ${wanted}` };
    },
    effect(given) {
      const { 'zh-CN': chinese, en } = setting.effect(parse(given));
      return { 'zh-CN': `${chinese}；重启或重载后失效`, en: `${en}; lost at a restart or reload` };
    },
    verification: () => ({ 'zh-CN': 'HAProxy 报告新值', en: 'HAProxy reports the new value' }),
    async precheck(client, given, context) {
      try {
        return await precheck(setting, client, parse(given), limitOf(context));
      } catch (error) {
        const failed = failedLook(error, setting.name);
        if (failed === null) throw error;
        return { state: 'blocked', reason: failed.headline };
      }
    },
    isApplied: (client, given, _before, context) => isSet(client, given, context),
    async apply(client, given, before, context) {
      await change(client, setting.command(parse(given), setting.wanted(parse(given))), limitOf(context));
      return changed(setting.what(parse(given)), String(before.value), setting.wanted(parse(given)));
    },
    async verify(client, given, _before, context) {
      const now = await setting.read(client, parse(given), limitOf(context)).catch((error: unknown) => {
        if (failedLook(error, setting.name) === null) throw error;
        return null;
      });
      const what = setting.what(parse(given));
      return {
        isMet: now === setting.wanted(parse(given)),
        note: { 'zh-CN': `${what['zh-CN']}现为 ${now ?? '未知'}`, en: `${what.en} is ${now ?? 'unknown'} now` },
      };
    },
    undo: {
      summary(given) {
        const what = setting.what(parse(given));
        return { 'zh-CN': `把${what['zh-CN']}恢复为原值`, en: `set ${what.en} back to its old value` };
      },
      present: async (client, given, _before, context) => ({ value: await setting.read(client, parse(given), limitOf(context)) }),
      async apply(client, given, before, context) {
        if (typeof before.value !== 'string')
          throw new SystemError(`Cannot undo ${setting.name}: no old value was recorded`, { retry: 'never' });
        await change(client, setting.command(parse(given), before.value), limitOf(context));
        return changed(setting.what(parse(given)), setting.wanted(parse(given)), before.value);
      },
    },
  };
}

async function precheck<Given extends ActionArguments>(
  setting: Setting<Given>,
  client: HaproxyClient,
  given: Given,
  limit: SocketLimit,
): Promise<Precheck> {
  const level = await levelOf(client, limit);
  if (level !== 'admin') {
    const shown = level === '' ? 'unknown' : level;
    return {
      state: 'blocked',
      reason: { 'zh-CN': `socket 的级别是 ${shown}，需要 admin`, en: `the level of the socket is ${shown}, it takes admin` },
    };
  }
  const [old, what] = [await setting.read(client, given, limit), setting.what(given)];
  if (old === null) return { state: 'blocked', reason: { 'zh-CN': `没有${what['zh-CN']}`, en: `there is no ${what.en}` } };
  if (old === setting.wanted(given))
    return { state: 'already', note: { 'zh-CN': `${what['zh-CN']}已经是 ${old}`, en: `${what.en} is ${old} already` } };
  const danger = await setting.danger?.(client, given, limit);
  if (danger !== undefined && danger !== null) return { state: 'blocked', reason: danger };
  return { state: 'ready', before: { value: old } };
}

/** HAProxy is silent when it has obeyed. */
async function change(client: HaproxyClient, command: string, limit: SocketLimit): Promise<void> {
  const reply = (await client.command(command, limit)).trim();
  if (reply !== '') throw new SocketFailure(`HAProxy refused '${command}': ${reply.slice(0, 200)}`, { problem: 'reply', stage: 'answer' });
}

function changed(what: LocalText, from: string, to: string): LocalText {
  return { 'zh-CN': `${what['zh-CN']}：${from} → ${to}`, en: `${what.en}: ${from} → ${to}` };
}
