/** Ends a silence before its time. The undo makes one with the same matchers, words and end; its id is another. */

import { z } from 'zod';
import { SystemError } from '../../../domain/errors.ts';
import type { Before } from '../../contract.ts';
import { isSameMatchers, type Matcher, matcherText, readSilences } from '../api.ts';
import { alertmanagerAction } from './alertmanager-action.ts';

const given = z.strictObject({ id: z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'expected the id of a silence') });

const recorded = z.object({
  matchers: z.array(z.object({ name: z.string(), value: z.string(), isRegex: z.boolean(), isEqual: z.boolean() })),
  endsAt: z.string(),
  createdBy: z.string(),
  comment: z.string(),
});

export const expireSilence = alertmanagerAction({
  name: 'expire-silence',
  risk: 'low',
  arguments: given,
  summary: ({ id }) => ({ 'zh-CN': `让静默 ${id} 立即到期`, en: `expire the silence ${id}` }),
  effect: () => ({
    'zh-CN': '被它隐藏的告警若仍在触发，将立即通知接收人',
    en: 'what it hides is told to its receivers at once where it still fires',
  }),
  verification: () => ({ 'zh-CN': '该静默已到期', en: 'the silence is expired' }),
  async precheck({ client, given: { id }, limit }) {
    const found = (await readSilences(client, limit)).find((each) => each.id === id);
    if (found === undefined) return { state: 'blocked', reason: { 'zh-CN': `没有静默 ${id}`, en: `there is no silence ${id}` } };
    if (found.status.state === 'expired') return { state: 'already', note: { 'zh-CN': '它已到期', en: 'it is expired already' } };
    const before: Before = {
      matchers: found.matchers.map(({ name, value, isRegex, isEqual }): Matcher => ({ name, value, isRegex, isEqual })),
      endsAt: found.endsAt,
      createdBy: found.createdBy,
      comment: found.comment,
    };
    const words = matcherText(found.matchers);
    return {
      state: 'ready',
      before,
      note: {
        'zh-CN': `${words}，由 ${found.createdBy} 设至 ${found.endsAt}：${found.comment.slice(0, 120)}`,
        en: `${words}, set by ${found.createdBy} until ${found.endsAt}: ${found.comment.slice(0, 120)}`,
      },
    };
  },
  isApplied: async ({ client, given: { id }, limit }) =>
    (await readSilences(client, limit)).find((each) => each.id === id)?.status.state === 'expired',
  async apply({ client, given: { id }, limit }) {
    await client.text({ path: `api/v2/silence/${id}`, method: 'DELETE' }, limit);
    return { 'zh-CN': `静默 ${id} 已到期`, en: `the silence ${id} is expired` };
  },
  async verify({ client, given: { id }, limit }) {
    const state = (await readSilences(client, limit)).find((each) => each.id === id)?.status.state ?? 'missing';
    return { isMet: state === 'expired', note: { 'zh-CN': `静默状态：${state}`, en: `the silence is ${state}` } };
  },
  undo: {
    summary: () => ({ 'zh-CN': '按原来的匹配条件与截止时间重新静默', en: 'silence the same again until the same time' }),
    async apply({ client, before, limit, context }) {
      const parsed = recorded.safeParse(before);
      if (!parsed.success) throw new SystemError('Cannot undo: the silence as it was is not recorded', { retry: 'never' });
      const { matchers, endsAt, createdBy, comment } = parsed.data;
      const nowMs = context.clock.now();
      if (Date.parse(endsAt) <= nowMs)
        return { 'zh-CN': '原静默的截止时间已过，无需恢复', en: 'the silence would have ended by now; there is nothing to bring back' };
      const isBack = (await readSilences(client, limit)).some(
        (each) =>
          each.status.state !== 'expired' && each.endsAt === endsAt && each.comment === comment && isSameMatchers(each.matchers, matchers),
      );
      const body = { matchers, startsAt: new Date(nowMs).toISOString(), endsAt, createdBy, comment };
      if (!isBack) await client.text({ path: 'api/v2/silences', json: body }, limit);
      return { 'zh-CN': `已重新静默至 ${endsAt}`, en: `silenced again until ${endsAt}` };
    },
  },
});
