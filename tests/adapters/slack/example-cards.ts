/** One card for each state and language, as an incident shows them one after the other. */

import { type Card, type CardButton, type CardSection, paragraph, type Rich } from '../../../src/domain/card.ts';
import type { Locale } from '../../../src/domain/text.ts';

export const exampleCards: readonly { readonly name: string; readonly locale: Locale; readonly card: Card }[] = (
  ['zh-CN', 'en'] as const
).flatMap((locale) =>
  (['firing', 'investigating', 'waiting', 'running', 'snoozed', 'resolved'] as const).map((name) => ({
    name: `${name}.${locale}`,
    locale,
    card: cards(locale)[name],
  })),
);

function cards(locale: Locale) {
  const zh = locale === 'zh-CN';
  const say = (chinese: string, english: string): string => (zh ? chinese : english);
  const title = say('ZB-42 orders-db：连接数已耗尽', 'ZB-42 orders-db: connections exhausted');
  const situation: CardSection = {
    id: 'situation',
    label: say('现状', 'What is going on'),
    lines: [
      {
        type: 'paragraph',
        spans: [
          {
            type: 'text',
            text: say('320 个连接已用 312 个，09:12 起持续上升；', '312 of 320 connections are in use, rising since 09:12; '),
          },
          { type: 'text', text: 'orders-api', style: 'code' },
          { type: 'text', text: say(' 的写入开始超时。', ' writes have begun to time out.') },
        ],
      },
      paragraph(say('影响：下单成功率 99.9% → 71%。', 'Impact: order success 99.9% → 71%.')),
    ],
  };
  const cause: CardSection = {
    id: 'cause',
    label: say('根因', 'Cause'),
    lines: [
      {
        type: 'paragraph',
        spans: [
          { type: 'text', text: say('已确认', 'Confirmed'), style: 'bold' },
          {
            type: 'text',
            text: say('：09:10 发布后 orders-api 不再归还空闲连接（', ': since the 09:10 release orders-api keeps its idle connections ('),
          },
          { type: 'link', url: 'http://127.0.0.1:7420/evidence/ev_01', text: say('证据 3', 'evidence 3') },
          { type: 'text', text: say('）。', ').') },
        ],
      },
    ],
  };
  const blind: CardSection = {
    id: 'blind-spots',
    label: say('看不到的', 'Not looked at'),
    lines: [paragraph(say('web-2：SSH 拒绝登录。', 'web-2: SSH refused the login.'))],
  };
  const next = (chinese: string, english: string): CardSection => ({
    id: 'next',
    label: say('下一步', 'Next'),
    lines: [paragraph(say(chinese, english))],
  });
  const plan: CardSection = {
    id: 'plan',
    label: say('处置方案 · 中风险 · 10:05 前有效', 'Plan · medium risk · valid until 10:05'),
    lines: [planList(say)],
  };
  const progress: CardSection = {
    id: 'progress',
    label: say('执行', 'Progress'),
    lines: [
      {
        type: 'list',
        isOrdered: false,
        items: [
          [{ type: 'text', text: say('✅ 结束空闲超过 10 分钟的连接（214 个）', '✅ ended connections idle for over 10 min (214)') }],
          [{ type: 'text', text: say('⏳ 将 maxclients 调至 640，正在验证', '⏳ raising maxclients to 640, verifying') }],
        ],
      },
    ],
  };
  const buttons = {
    approve: button(
      'approve',
      say('批准', 'Approve'),
      'primary',
      say('将按上述两步执行，确定批准？', 'The two steps above will be run. Approve?'),
    ),
    reject: {
      ...button('reject', say('驳回', 'Reject'), 'danger'),
      form: {
        id: 'reject:plan_01',
        fieldId: 'reason',
        label: say('原因（会记录在时间线上）', 'Why (goes onto the timeline)'),
        placeholder: say('例如：高峰期不重启', 'For example: no restarts at peak time'),
      },
    },
    details: button('details', say('详情', 'Details'), 'default'),
    stop: button('stop', say('停止', 'Stop'), 'danger'),
    acknowledge: button('acknowledge', say('我来处理', 'Acknowledge'), 'primary'),
    again: button('investigate-again', say('重新排查', 'Investigate again'), 'default'),
    resolve: button('resolve', say('标记已解决', 'Resolve'), 'default'),
  };
  const base = {
    incidentId: 'inc_01',
    code: 'ZB-42',
    revision: 7,
    title,
    link: 'http://127.0.0.1:7420/incidents/ZB-42',
    linkLabel: say('在控制台打开', 'Open in the console'),
  };
  const budget = (ratio: number, chinese: string, english: string) => ({ ratio, text: say(chinese, english) });
  const overflow = [buttons.again, buttons.resolve];
  const make = (card: Pick<Card, 'tone' | 'emoji' | 'subtitle' | 'sections' | 'budget' | 'buttons' | 'overflow'>): Card => ({
    ...base,
    ...card,
    fallbackText: `${card.emoji} ${title} · ${card.subtitle}`,
  });
  return {
    firing: make({
      tone: 'firing',
      emoji: '🔥',
      subtitle: say('严重 · 09:12 起 · 3 条告警 · 还在恶化', 'critical · since 09:12 · 3 alerts · growing'),
      sections: [situation, next('等待值班人确认。', 'Waiting for someone on duty.')],
      budget: null,
      buttons: [buttons.acknowledge, buttons.details],
      overflow,
    }),
    investigating: make({
      tone: 'investigating',
      emoji: '🔎',
      subtitle: say('严重 · 09:12 起 · 3 条告警', 'critical · since 09:12 · 3 alerts'),
      sections: [
        situation,
        { ...cause, lines: [paragraph(say('可能：客户端连接泄漏。', 'Likely: a client leaks connections.'))] },
        next('正在查看连接来源和最近发布。', 'Looking at where the connections come from, and at recent releases.'),
      ],
      budget: budget(0.4, '已查看 24/60 项', '24 of 60 looks'),
      buttons: [buttons.details],
      overflow,
    }),
    waiting: make({
      tone: 'waiting',
      emoji: '✋',
      subtitle: say('严重 · 09:12 起 · 3 条告警', 'critical · since 09:12 · 3 alerts'),
      sections: [situation, cause, plan, blind, next('等待审批人：@王芳、@Li Lei。', 'Waiting for an approver: @Wang Fang, @Li Lei.')],
      budget: budget(0.55, '已查看 33/60 项', '33 of 60 looks'),
      buttons: [buttons.approve, buttons.reject, buttons.details],
      overflow,
    }),
    running: make({
      tone: 'investigating',
      emoji: '🛠️',
      subtitle: say('严重 · 09:12 起 · 由王芳批准', 'critical · since 09:12 · approved by Wang Fang'),
      sections: [situation, cause, progress, next('验证第 2 步，最多还需 60 秒。', 'Verifying step 2, 60 s at most.')],
      budget: budget(0.55, '已查看 33/60 项', '33 of 60 looks'),
      buttons: [buttons.stop, buttons.details],
      overflow: [],
    }),
    snoozed: make({
      tone: 'snoozed',
      emoji: '💤',
      subtitle: say('一般 · 暂缓至 11:00', 'warning · snoozed until 11:00'),
      sections: [situation],
      budget: null,
      buttons: [buttons.details],
      overflow,
    }),
    resolved: make({
      tone: 'resolved',
      emoji: '✅',
      subtitle: say('严重 · 持续 41 分钟 · 09:53 恢复', 'critical · lasted 41 min · resolved at 09:53'),
      sections: [
        cause,
        { ...progress, lines: [paragraph(say('两步均已验证；下单成功率 99.9%。', 'Both steps verified; order success 99.9%.'))] },
      ],
      budget: null,
      buttons: [button('undo', say('回滚', 'Undo'), 'default'), buttons.details],
      overflow: [buttons.again],
    }),
  };
}

function planList(say: (chinese: string, english: string) => string): Rich {
  return {
    type: 'list',
    isOrdered: true,
    items: [
      [
        {
          type: 'text',
          text: say(
            '结束空闲超过 10 分钟的连接，约 214 个（不可回滚：客户端会自动重连）',
            'End connections idle for over 10 min, about 214 (no undo: clients reconnect by themselves)',
          ),
        },
      ],
      [
        { type: 'text', text: 'maxclients', style: 'code' },
        { type: 'text', text: say('：320 → 640（可回滚）', ': 320 → 640 (can be undone)') },
      ],
    ],
  };
}

function button(id: string, label: string, style: CardButton['style'], confirm?: string): CardButton {
  const plain = { id, label, style, value: 'plan_01jabcdefghjkmnp 5f1d8a9c2b3e4f60' };
  return confirm === undefined ? plain : { ...plain, confirm };
}
