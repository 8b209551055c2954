/** Alerts that a time interval of their route mutes: what Alertmanager shows as firing, and tells nobody. */

import type { Signature } from '../../../domain/signature.ts';

const hints =
  'not notified|no (notification|alert|message)|never (got|heard)|mute|time.?interval|on.?call|告警|没收到|没有收到|未通知|没通知|静音|免打扰|静默|漏报';
const common = { kind: 'alertmanager', role: 'cause', severity: 'critical', hints, probes: ['alerts'], remedies: [] } as const;

export const mutedSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'alertmanager.muted-around-the-clock',
    title: {
      'zh-CN': '时间段 {alerts.mutedInterval} 全天候屏蔽了 {alerts.mutedName} 的通知',
      en: 'Time interval {alerts.mutedInterval} mutes {alerts.mutedName} every day, around the clock',
    },
    explanation: {
      'zh-CN':
        '{alerts.mutedName} 正在触发、未被静默，但它匹配的路由被时间段（mute_time_intervals / active_time_intervals）{alerts.mutedInterval}（{alerts.mutedSpan}）屏蔽：未来一周有 {alerts.mutedWeekRatio|percent} 的时间不通知任何人。共有 {alerts.graveMuted} 条严重告警如此。',
      en: '{alerts.mutedName} fires and is not silenced, but its route is muted by the time interval (mute_time_intervals / active_time_intervals) {alerts.mutedInterval} ({alerts.mutedSpan}): for {alerts.mutedWeekRatio|percent} of the week to come nobody is notified. {alerts.graveMuted} critical alerts are muted so.',
    },
    // What is muted all the week is no interval: nobody who wants a time without notifications writes that.
    confirm: {
      all: [
        ['alerts.graveMuted', '>', 0],
        ['alerts.mutedWeekRatio', '>=', 0.99],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['alerts.muted', '>', 0],
        ['alerts.mutedWeekRatio', '>=', 0.99],
      ],
    },
    refute: ['alerts.muted', '==', 0],
    advice: {
      'zh-CN':
        '核对该时间段的 weekdays、times 与 location（默认 UTC），用 amtool config routes test 看告警走哪条路由；改好后重新加载配置。',
      en: 'Check weekdays, times and location (UTC by default) of that interval, and with amtool config routes test which route the alert takes; correct it and reload.',
    },
    source: 'prometheus.io: Alertmanager configuration, time_interval',
  },
  {
    ...common,
    id: 'alertmanager.muted-by-time',
    title: {
      'zh-CN': '{alerts.mutedName} 当前被时间段 {alerts.mutedInterval} 屏蔽，至 {alerts.mutedUntil} 不通知',
      en: '{alerts.mutedName} is muted by the time interval {alerts.mutedInterval} until {alerts.mutedUntil}',
    },
    explanation: {
      'zh-CN':
        '{alerts.mutedName} 正在触发，但此刻其路由按时间段 {alerts.mutedInterval}（{alerts.mutedSpan}）不发通知（mute_time_intervals / active_time_intervals）；一周中有 {alerts.mutedWeekRatio|percent} 的时间如此，共 {alerts.muted} 条告警，严重的 {alerts.graveMuted} 条。',
      en: '{alerts.mutedName} fires, but its route sends no notifications now by the time interval {alerts.mutedInterval} ({alerts.mutedSpan}, mute_time_intervals / active_time_intervals), as for {alerts.mutedWeekRatio|percent} of the week; {alerts.muted} alerts are muted so, {alerts.graveMuted} of them critical.',
    },
    severity: 'warning',
    // It is what was asked for; it answers who misses a notification.
    confirm: { any: [] },
    confirmWhenHinted: {
      all: [
        ['alerts.muted', '>', 0],
        ['alerts.mutedWeekRatio', '<', 0.99],
      ],
    },
    refute: ['alerts.muted', '==', 0],
    advice: {
      'zh-CN': '确认时区（location 默认 UTC）与时间段是否符合值班安排；严重告警应走不受时间段限制的路由。',
      en: 'See whether time zone (location is UTC by default) and interval are what was meant; route critical alerts where no interval mutes them.',
    },
    source: 'prometheus.io: Alertmanager configuration, mute_time_intervals',
  },
];
