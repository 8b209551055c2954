/** A silence with an end, for alerts that are named. A mark in its comment tells it from all others, so that a repeated attempt finds it. */

import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { HttpLimit } from '../../http/exchange.ts';
import { isCatchAll, isSameMatchers, matcherText, matches, parseMatchers, readAlerts, readSilences, type Silence } from '../api.ts';
import type { AlertmanagerClient } from '../client.ts';
import { alertmanagerAction } from './alertmanager-action.ts';

const given = z.strictObject({
  /** As amtool takes them: `alertname="DiskFull",instance=~"web.*"`. */
  matchers: z
    .string()
    .max(1_000)
    .refine((text) => parseMatchers(text) !== null, { error: 'expected matchers such as alertname="DiskFull",instance=~"web.*"' })
    .refine((text) => !isCatchAll(parseMatchers(text) ?? []), {
      error: 'expected a matcher that names something: this would silence every alert',
    }),
  minutes: z.number().int().min(5).max(1_440),
  comment: z.string().min(3).max(300).default('silenced while being worked on'),
});

export const createSilence = alertmanagerAction({
  name: 'create-silence',
  risk: 'medium',
  arguments: given,
  summary: ({ matchers, minutes }) => ({
    'zh-CN': `静默 ${matchers}，${String(minutes)} 分钟`,
    en: `silence ${matchers} for ${String(minutes)} minutes`,
  }),
  effect: ({ minutes }) => ({
    'zh-CN': `匹配的告警在 ${String(minutes)} 分钟内不再通知任何人，到期自动恢复；其他告警不受影响`,
    en: `nobody is told of matching alerts for ${String(minutes)} minutes, then they are told again by themselves; other alerts are not touched`,
  }),
  verification: () => ({ 'zh-CN': '静默处于生效状态', en: 'the silence is active' }),
  async precheck({ client, given: { matchers, minutes }, limit, context }) {
    const wanted = parseMatchers(matchers) ?? [];
    const [silences, alerts] = await Promise.all([readSilences(client, limit), readAlerts(client, limit)]);
    const endsMs = context.clock.now() + minutes * 60_000;
    const same = silences.find(
      (each) => each.status.state === 'active' && isSameMatchers(each.matchers, wanted) && Date.parse(each.endsAt) >= endsMs,
    );
    if (same !== undefined)
      return { state: 'already', note: { 'zh-CN': `已有静默，至 ${same.endsAt}`, en: `there is such a silence until ${same.endsAt}` } };
    const hit = alerts.filter((alert) => alert.status.state === 'active' && matches(wanted, alert.labels)).length;
    return {
      state: 'ready',
      before: { mark: markOf(`${matchers}|${String(endsMs)}`), endsAt: new Date(endsMs).toISOString() },
      note: { 'zh-CN': `现有 ${String(hit)} 条触发中的告警与之匹配`, en: `${String(hit)} firing alerts match it now` },
    };
  },
  isApplied: async ({ client, before, limit }) => (await findMarked(client, before.mark, limit)) !== undefined,
  async apply({ client, given: { matchers, comment }, before, limit, context }) {
    const body = {
      matchers: parseMatchers(matchers) ?? [],
      startsAt: new Date(context.clock.now()).toISOString(),
      endsAt: String(before.endsAt),
      createdBy: 'zhiban',
      comment: `${comment} [${String(before.mark)}]`,
    };
    const { silenceID } = await client.json({ path: 'api/v2/silences', json: body }, created, limit);
    return { 'zh-CN': `已静默至 ${body.endsAt}（${silenceID}）`, en: `silenced until ${body.endsAt} (${silenceID})` };
  },
  async verify({ client, before, limit }) {
    const found = await findMarked(client, before.mark, limit);
    const state = found?.status.state ?? 'missing';
    const matchers = found === undefined ? '' : matcherText(found.matchers);
    return { isMet: state === 'active', note: { 'zh-CN': `静默 ${matchers}：${state}`, en: `the silence ${matchers} is ${state}` } };
  },
  undo: {
    summary: () => ({ 'zh-CN': '让这条静默立即到期', en: 'expire this silence at once' }),
    async apply({ client, before, limit }) {
      const found = await findMarked(client, before.mark, limit);
      if (found !== undefined && found.status.state !== 'expired')
        await client.text({ path: `api/v2/silence/${found.id}`, method: 'DELETE' }, limit);
      return { 'zh-CN': '静默已到期，匹配的告警恢复通知', en: 'the silence is expired; matching alerts are told again' };
    },
  },
});

const created = z.looseObject({ silenceID: z.string() });

function markOf(text: string): string {
  return `zhiban-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
}

async function findMarked(client: AlertmanagerClient, mark: unknown, limit: HttpLimit): Promise<Silence | undefined> {
  if (typeof mark !== 'string') return undefined;
  return (await readSilences(client, limit)).find(({ comment }) => comment.endsWith(`[${mark}]`));
}
