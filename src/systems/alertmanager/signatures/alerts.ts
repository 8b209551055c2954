/** Alerts that nobody hears of, and more of them than anybody can read. */

import type { Signature } from '../../../domain/signature.ts';

const hints = 'alert|silence|not notified|no alert|告警|静默|没收到|漏报';
const common = { kind: 'alertmanager', role: 'cause' } as const;

export const alertSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'alertmanager.silence-hides-outage',
    title: { 'zh-CN': '静默掩盖了故障：{alerts.hiddenName}', en: 'A silence hides an outage: {alerts.hiddenName}' },
    explanation: {
      'zh-CN':
        '{alerts.hiddenName} 已触发 {alerts.hiddenForSeconds|duration}，但被静默 {alerts.hiddenBy} 隐藏至 {alerts.hiddenUntil}（{alerts.hiddenByWhom}：{alerts.hiddenComment}）；共有 {alerts.graveSilenced} 条严重告警无人收到。',
      en: '{alerts.hiddenName} has fired for {alerts.hiddenForSeconds|duration}, hidden by the silence {alerts.hiddenBy} until {alerts.hiddenUntil} ({alerts.hiddenByWhom}: {alerts.hiddenComment}); nobody is notified of {alerts.graveSilenced} critical alerts.',
    },
    severity: 'critical',
    hints,
    probes: ['alerts'],
    // A silence that was made after the alert was made by somebody who knew of it.
    confirm: {
      all: [
        ['alerts.graveSilenced', '>', 0],
        ['alerts.hiddenBySilenceFirst', '==', true],
      ],
    },
    refute: ['alerts.graveSilenced', '==', 0],
    advice: {
      'zh-CN': '与设静默的人确认；若维护已结束，让它到期，告警会立即恢复通知。',
      en: 'Ask who made it; where the maintenance is over, expire it, and the alert is told at once.',
    },
    remedies: [
      { action: 'expire-silence', arguments: { id: '{alerts.hiddenById}' }, when: ['alerts.hiddenById', 'matches', '^[0-9a-f-]{36}$'] },
    ],
    source: 'Google SRE: Monitoring; prometheus.io: silences',
  },
  {
    ...common,
    id: 'alertmanager.receiver-tells-nobody',
    title: {
      'zh-CN': '接收者 {alerts.untoldReceiver} 没有通知渠道，{alerts.untoldName} 无人收到',
      en: 'Receiver {alerts.untoldReceiver} has no integration: nobody gets {alerts.untoldName}',
    },
    explanation: {
      'zh-CN':
        '{alerts.graveUntold} 条严重告警正在触发且未被静默，但它们匹配的接收者 {alerts.untoldReceiver} 没有配置任何通知渠道：Alertmanager 认为已送达，实际无人收到。',
      en: '{alerts.graveUntold} critical alerts fire and are not silenced, but are routed to the receiver {alerts.untoldReceiver}, which has no integration: Alertmanager considers them sent, and nobody is notified.',
    },
    severity: 'critical',
    hints: `${hints}|receiver|route|told|notif|接收|路由|通知`,
    probes: ['alerts'],
    confirm: ['alerts.graveUntold', '>', 0],
    refute: ['alerts.graveUntold', '==', 0],
    advice: {
      'zh-CN': '用 amtool config routes test 核对这条告警走到哪里，给该接收者补上通知渠道或改路由。',
      en: 'See where it goes with amtool config routes test; give that receiver an integration, or route it elsewhere.',
    },
    remedies: [],
    source: 'prometheus.io: Alertmanager configuration, receiver',
  },
  {
    ...common,
    id: 'alertmanager.silenced',
    role: 'symptom',
    title: { 'zh-CN': '该告警被静默：{alerts.hiddenBy}', en: 'This alert is silenced: {alerts.hiddenBy}' },
    explanation: {
      'zh-CN': '{alerts.hiddenName} 被 {alerts.hiddenByWhom} 静默至 {alerts.hiddenUntil}：{alerts.hiddenComment}',
      en: '{alerts.hiddenName} is silenced by {alerts.hiddenByWhom} until {alerts.hiddenUntil}: {alerts.hiddenComment}',
    },
    severity: 'info',
    hints: 'silence|not notified|没收到|静默',
    probes: ['alerts'],
    confirm: {
      all: [
        ['alerts.silenced', '>', 0],
        ['alerts.graveSilenced', '==', 0],
        ['alerts.hiddenBySilenceFirst', '==', true],
      ],
    },
    refute: ['alerts.silenced', '==', 0],
    advice: {
      'zh-CN': '到期后若仍在触发会自动恢复通知。',
      en: 'It is told again by itself at the end of the silence, if it still fires then.',
    },
    remedies: [],
    source: 'prometheus.io: silences',
  },
  {
    ...common,
    id: 'alertmanager.silence-too-broad',
    title: { 'zh-CN': '静默范围过宽，屏蔽了所有告警', en: 'A silence is too broad: it hides every alert' },
    explanation: {
      'zh-CN': '{silences.broadByWhom} 设置的静默 {silences.broadMatchers} 匹配一切，至 {silences.broadUntil}。',
      en: 'The silence {silences.broadMatchers} of {silences.broadByWhom} matches everything, until {silences.broadUntil}.',
    },
    severity: 'critical',
    hints,
    probes: ['silences'],
    confirm: ['silences.broad', '>', 0],
    refute: ['silences.broad', '==', 0],
    advice: {
      'zh-CN': '让它到期，改为只匹配维护中的实例或服务。',
      en: 'Expire it, and silence only the instances or the service under maintenance.',
    },
    remedies: [
      { action: 'expire-silence', arguments: { id: '{silences.broadId}' }, when: ['silences.broadId', 'matches', '^[0-9a-f-]{36}$'] },
    ],
    source: 'prometheus.io: silences',
  },
  {
    ...common,
    id: 'alertmanager.silence-forgotten',
    role: 'symptom',
    title: { 'zh-CN': '静默期过长：{silences.longMatchers}', en: 'A silence lasts very long: {silences.longMatchers}' },
    explanation: {
      'zh-CN': '{silences.long} 条静默超过 30 天，最久的到 {silences.longUntil}：往往没人记得。',
      en: '{silences.long} silences last more than 30 days, such as until {silences.longUntil}: most are forgotten, and their alerts stay unseen.',
    },
    severity: 'info',
    hints: 'silence|静默',
    probes: ['silences'],
    confirm: ['silences.long', '>', 0],
    refute: ['silences.long', '==', 0],
    advice: { 'zh-CN': '不再需要的告警应删规则，而不是一直静默。', en: 'Where an alert is not wanted, take its rule out instead.' },
    remedies: [],
    source: 'karma, alertmanager practice: long silences',
  },
  {
    ...common,
    id: 'alertmanager.silence-ended',
    role: 'symptom',
    title: { 'zh-CN': '静默刚到期，问题仍在', en: 'A silence has expired and its alert still fires' },
    explanation: {
      'zh-CN': '静默 {silences.endedMatchers} 于 {silences.endedAt} 到期，匹配的告警仍在触发：这不是新故障，是维护没有收尾。',
      en: 'The silence {silences.endedMatchers} expired at {silences.endedAt} and what it hid still fires: no new fault, but maintenance that was not finished.',
    },
    severity: 'warning',
    hints,
    probes: ['silences'],
    confirm: ['silences.endedStillFiring', '==', true],
    refute: ['silences.endedStillFiring', '==', false],
    advice: { 'zh-CN': '找设静默的人收尾，或延长静默。', en: 'Ask who made the silence to finish, or silence it anew.' },
    remedies: [],
    source: 'prometheus.io: silences',
  },
  {
    ...common,
    id: 'alertmanager.grave-inhibited',
    role: 'symptom',
    title: { 'zh-CN': '严重告警被抑制：{alerts.inhibitedName}', en: 'A critical alert is inhibited: {alerts.inhibitedName}' },
    explanation: {
      'zh-CN': '{alerts.graveInhibited} 条严重告警因 {alerts.inhibitedBy} 正在触发而不通知：若两者并非因果，抑制规则过宽。',
      en: '{alerts.graveInhibited} critical alerts are not sent while {alerts.inhibitedBy} fires: where one is not the cause of the other, the inhibit rule is too broad.',
    },
    severity: 'warning',
    hints: `${hints}|inhibit|抑制`,
    probes: ['alerts'],
    confirm: ['alerts.graveInhibited', '>', 0],
    refute: ['alerts.graveInhibited', '==', 0],
    advice: { 'zh-CN': '检查 inhibit_rules 的 equal 标签。', en: 'Check the labels in equal of inhibit_rules.' },
    remedies: [],
    source: 'prometheus.io: inhibit_rule',
  },
  {
    ...common,
    id: 'alertmanager.alert-storm',
    role: 'symptom',
    title: { 'zh-CN': '告警风暴：{alerts.topName}', en: 'Alert storm: {alerts.topName}' },
    explanation: {
      'zh-CN':
        '{alerts.active} 条告警在触发，其中 {alerts.topName} {alerts.topCount} 条，最近十分钟新增 {alerts.recent} 条：多半同一个原因。',
      en: '{alerts.active} alerts fire, {alerts.topCount} of them {alerts.topName}, {alerts.recent} of them new within ten minutes: most likely of one cause.',
    },
    severity: 'warning',
    hints: `${hints}|storm|flood|风暴`,
    probes: ['alerts'],
    confirm: {
      all: [
        ['alerts.active', '>=', 50],
        ['alerts.topCount', '>=', { fact: 'alerts.active', times: 0.5 }],
      ],
    },
    refute: ['alerts.active', '<', 20],
    advice: {
      'zh-CN': '按 {alerts.topName} 找共同点（主机、集群、依赖）；风暴期间可短时静默这一种。',
      en: 'Look for what the {alerts.topName} have in common (host, cluster, dependency); a short silence of this one name gives room meanwhile.',
    },
    remedies: [
      {
        action: 'create-silence',
        arguments: { matchers: 'alertname="{alerts.topName}"', minutes: 30, comment: 'a storm of this alert is being worked on' },
        when: ['alerts.topCount', '>=', 50],
      },
    ],
    source: 'Google SRE: Being On-Call; PagerDuty: alert storms',
  },
  {
    ...common,
    id: 'alertmanager.too-many-alerts',
    role: 'symptom',
    title: { 'zh-CN': '长期触发的告警过多（告警疲劳），没人会看', en: 'Too many alerts fire all the time (alert fatigue)' },
    explanation: {
      'zh-CN': '{alerts.active} 条告警、{alerts.names} 种，最新的也是 {alerts.newestAgoSeconds|duration} 前：真正的新故障会被淹没。',
      en: '{alerts.active} alerts of {alerts.names} kinds fire, and the newest is {alerts.newestAgoSeconds|duration} old: nobody reads them, and a new fault goes unnoticed.',
    },
    severity: 'info',
    hints: `${hints}|noise|噪音`,
    probes: ['alerts'],
    confirm: {
      all: [
        ['alerts.active', '>=', 100],
        ['alerts.newestAgoSeconds', '>', 86_400],
      ],
    },
    refute: ['alerts.active', '<', 50],
    advice: { 'zh-CN': '逐条决定：修复、改阈值，或删掉规则。', en: 'Decide for each: repair it, change its limit, or take the rule out.' },
    remedies: [],
    source: 'Google SRE: Monitoring Distributed Systems',
  },
];
