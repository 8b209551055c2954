/** Silences: which stand, which are too broad or too long, and which ended while what they hid still fires. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { apiProbe } from '../../http-api/probe.ts';
import { type Alert, isCatchAll, matcherText, matches, readAlerts, readSilences, type Silence } from '../api.ts';
import type { AlertmanagerClient } from '../client.ts';

const dayMs = 86_400_000;
const endedWithinMs = 3_600_000;
const shownMax = 40;

export const silencesProbe = apiProbe({
  name: 'silences',
  summary: {
    'zh-CN': '静默：生效中的、过宽或过久的、刚到期的',
    en: 'silences: which stand, which are too broad or too long, which have just ended',
  },
  parameters: z.strictObject({}),
  timeoutMs: 12_000,
  cost: 'cheap',
  hints: 'silence|mute|maintenance|静默|屏蔽|维护',
  query: 'GET /api/v2/silences',
  facts: ['silences.*'],
  async see(client: AlertmanagerClient, _given, limit, context) {
    const [silences, alerts] = await Promise.all([readSilences(client, limit), readAlerts(client, limit)]);
    const nowMs = context.clock.now();
    const facts = { 'reach.isOk': true, ...silenceFacts(silences, alerts, nowMs) };
    const standing = silences.filter(({ status }) => status.state !== 'expired');
    const ended = silences.filter((each) => isJustEnded(each, nowMs));
    return {
      headline: {
        'zh-CN': `${String(facts['silences.active'])} 条静默生效，${String(facts['silences.justEnded'])} 条一小时内到期`,
        en: `${String(facts['silences.active'])} silences stand, ${String(facts['silences.justEnded'])} ended within the hour`,
      },
      facts,
      text: [...standing, ...ended]
        .slice(0, shownMax)
        .map(
          (each) =>
            `${each.status.state} ${each.id} ${matcherText(each.matchers)} ${each.startsAt} to ${each.endsAt} by ${each.createdBy}: ${each.comment.slice(0, 120)}`,
        )
        .join('\n'),
    };
  },
});

/** Pure. */
export function silenceFacts(silences: readonly Silence[], alerts: readonly Alert[], nowMs: number) {
  const active = silences.filter(({ status }) => status.state === 'active');
  const broad = active.filter(({ matchers }) => isCatchAll(matchers));
  const long = active.filter(({ startsAt, endsAt }) => Date.parse(endsAt) - Date.parse(startsAt) > 30 * dayMs);
  const ended = silences.filter((each) => isJustEnded(each, nowMs));
  const back = ended.find(({ matchers }) => alerts.some((alert) => alert.status.state === 'active' && matches(matchers, alert.labels)));
  return {
    'silences.active': active.length,
    'silences.pending': silences.filter(({ status }) => status.state === 'pending').length,
    'silences.broad': broad.length,
    'silences.broadMatchers': broad[0] === undefined ? '' : matcherText(broad[0].matchers),
    'silences.broadId': broad[0]?.id ?? '',
    'silences.broadUntil': broad[0]?.endsAt ?? '',
    'silences.broadByWhom': broad[0]?.createdBy ?? '',
    'silences.long': long.length,
    'silences.longMatchers': long[0] === undefined ? '' : matcherText(long[0].matchers),
    'silences.longUntil': long[0]?.endsAt ?? '',
    'silences.justEnded': ended.length,
    'silences.endedMatchers': back === undefined ? '' : matcherText(back.matchers),
    'silences.endedAt': back?.endsAt ?? '',
    'silences.endedStillFiring': back !== undefined,
  } satisfies Facts;
}

function isJustEnded({ status, endsAt }: Silence, nowMs: number): boolean {
  const agoMs = nowMs - Date.parse(endsAt);
  return status.state === 'expired' && agoMs >= 0 && agoMs <= endedWithinMs;
}
