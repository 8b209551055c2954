/** What fires now, grouped by name; what nobody is told about, by which silence and until when, or inhibited by what. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { apiProbe } from '../../http-api/probe.ts';
import { type Alert, matcherText, muteReceiversOf, readAlerts, readConfiguration, readSilences, type Silence } from '../api.ts';
import type { AlertmanagerClient } from '../client.ts';
import { readRouting } from '../routes.ts';
import { mutedFacts } from './muted-facts.ts';

const shownMax = 40;
const grave = /^(critical|error|emergency|page|p0|p1|sev1|disaster|fatal|严重|紧急)$/i;

export const alertsProbe = apiProbe({
  name: 'alerts',
  summary: {
    'zh-CN': '正在触发的告警（按名称归并），以及被静默、被抑制、被时间段屏蔽的告警与其原因',
    en: 'firing alerts by name, and which are silenced, inhibited or muted by a time interval, by what and until when',
  },
  parameters: z.strictObject({}),
  timeoutMs: 12_000,
  cost: 'cheap',
  hints: 'alert|firing|silence|inhibit|mute|storm|告警|触发|静默|静音|免打扰|屏蔽|抑制|风暴',
  query: 'GET /api/v2/alerts /api/v2/silences /api/v2/status',
  facts: ['alerts.*'],
  async see(client: AlertmanagerClient, _given, limit, context) {
    const [alerts, silences, configured] = await Promise.all([
      readAlerts(client, limit),
      readSilences(client, limit),
      readConfiguration(client, limit),
    ]);
    const nowMs = context.clock.now();
    const facts = {
      'reach.isOk': true,
      ...alertFacts(alerts, silences, nowMs),
      ...untoldFacts(alerts, muteReceiversOf(configured)),
      ...mutedFacts(alerts, isGrave, readRouting(configured), nowMs),
    };
    return {
      headline: {
        'zh-CN': `${String(facts['alerts.active'])} 条在触发，${String(facts['alerts.silenced'])} 条被静默，${String(facts['alerts.inhibited'])} 条被抑制，${String(facts['alerts.muted'] ?? '?')} 条被时间段屏蔽`,
        en: `${String(facts['alerts.active'])} firing, ${String(facts['alerts.silenced'])} silenced, ${String(facts['alerts.inhibited'])} inhibited, ${String(facts['alerts.muted'] ?? '?')} muted by a time interval`,
      },
      facts,
      text: linesOf(alerts, silences).join('\n'),
    };
  },
});

/** Pure. */
export function alertFacts(alerts: readonly Alert[], silences: readonly Silence[], nowMs: number) {
  const active = alerts.filter(({ status }) => status.state === 'active');
  const silenced = alerts.filter(({ status }) => status.silencedBy.length > 0);
  const inhibited = alerts.filter(({ status }) => status.silencedBy.length === 0 && status.inhibitedBy.length > 0);
  const graveSilenced = silenced.filter(isGrave);
  const graveInhibited = inhibited.filter(isGrave);
  const [hidden] = graveSilenced.length > 0 ? graveSilenced : silenced;
  const by = silences.find(({ id }) => hidden?.status.silencedBy.includes(id) ?? false);
  const [top, second] = countByName(active);
  const source = alerts.find(({ fingerprint }) => inhibited[0]?.status.inhibitedBy.includes(fingerprint) ?? false);
  return {
    'alerts.active': active.length,
    'alerts.unprocessed': alerts.length - active.length - silenced.length - inhibited.length,
    'alerts.silenced': silenced.length,
    'alerts.inhibited': inhibited.length,
    'alerts.graveActive': active.filter(isGrave).length,
    'alerts.graveSilenced': graveSilenced.length,
    'alerts.graveInhibited': graveInhibited.length,
    'alerts.names': new Set(active.map(nameOf)).size,
    'alerts.topName': top?.[0] ?? '',
    'alerts.topCount': top?.[1] ?? 0,
    'alerts.secondName': second?.[0] ?? '',
    'alerts.newestAgoSeconds': agoSeconds(active, nowMs),
    'alerts.recent': active.filter(({ startsAt }) => nowMs - Date.parse(startsAt) < 600_000).length,
    'alerts.hiddenName': hidden === undefined ? '' : nameOf(hidden),
    'alerts.hiddenBy': by === undefined ? '' : matcherText(by.matchers),
    'alerts.hiddenById': by?.id ?? '',
    'alerts.hiddenUntil': by?.endsAt ?? '',
    'alerts.hiddenByWhom': by?.createdBy ?? '',
    'alerts.hiddenComment': by?.comment ?? '',
    'alerts.hiddenBySilenceFirst': by !== undefined && hidden !== undefined && Date.parse(by.startsAt) < Date.parse(hidden.startsAt),
    'alerts.hiddenForSeconds': hidden === undefined ? null : Math.max(0, Math.round((nowMs - Date.parse(hidden.startsAt)) / 1_000)),
    'alerts.inhibitedName': inhibited[0] === undefined ? '' : nameOf(inhibited[0]),
    'alerts.inhibitedBy': source === undefined ? '' : nameOf(source),
  } satisfies Facts;
}

/** Pure: grave alerts whose every receiver has no integration. That a watchdog goes to none is on purpose. */
export function untoldFacts(alerts: readonly Alert[], mute: ReadonlySet<string>) {
  const untold = alerts.filter(
    (alert) =>
      alert.status.state === 'active' &&
      isGrave(alert) &&
      alert.receivers.length > 0 &&
      alert.receivers.every(({ name }) => mute.has(name)),
  );
  const [first] = untold;
  return {
    'alerts.graveUntold': untold.length,
    'alerts.untoldName': first === undefined ? '' : nameOf(first),
    'alerts.untoldReceiver': first?.receivers[0]?.name ?? '',
  } satisfies Facts;
}

/** Fires always, whatever its severity: somebody elsewhere misses it when it does not. */
const alwaysFires = /watch ?dog|dead.?man/i;

function isGrave({ labels }: Alert): boolean {
  return !alwaysFires.test(labels.alertname ?? '') && grave.test(labels.severity ?? labels.level ?? labels.priority ?? '');
}

function nameOf({ labels }: Alert): string {
  return labels.alertname ?? '(no alertname)';
}

function countByName(alerts: readonly Alert[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const alert of alerts) counts.set(nameOf(alert), (counts.get(nameOf(alert)) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one);
}

function agoSeconds(alerts: readonly Alert[], nowMs: number): number | null {
  const starts = alerts.map(({ startsAt }) => Date.parse(startsAt)).filter((atMs) => Number.isFinite(atMs));
  return starts.length === 0 ? null : Math.max(0, Math.round((nowMs - Math.max(...starts)) / 1_000));
}

function linesOf(alerts: readonly Alert[], silences: readonly Silence[]): readonly string[] {
  const shown = alerts.slice(0, shownMax).map((alert) => {
    const labels = Object.entries(alert.labels)
      .filter(([name]) => name !== 'alertname')
      .map(([name, value]) => `${name}=${value.slice(0, 80)}`);
    const silence = silences.find(({ id }) => alert.status.silencedBy.includes(id));
    const marks = [
      silence === undefined
        ? ''
        : `silenced by ${matcherText(silence.matchers)} until ${silence.endsAt} (${silence.createdBy}: ${silence.comment.slice(0, 80)})`,
      alert.status.inhibitedBy.length > 0 ? `inhibited by ${alert.status.inhibitedBy.join(', ')}` : '',
    ].filter((mark) => mark !== '');
    return `${alert.status.state} ${nameOf(alert)} since ${alert.startsAt} {${labels.join(', ')}} → ${alert.receivers.map(({ name }) => name).join(', ')}${marks.map((mark) => `; ${mark}`).join('')}`;
  });
  return alerts.length > shownMax ? [...shown, `… ${String(alerts.length - shownMax)} more`] : shown;
}
