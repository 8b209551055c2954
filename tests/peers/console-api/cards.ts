/** Status cards in the shape the bot renders them. */

import { type Card, type CardButton, paragraph, type Rich } from '../../../src/domain/card.ts';
import type { Locale } from '../../../src/domain/text.ts';
import type { IncidentView } from '../../../src/domain/view.ts';
import { digest } from './incidents.ts';

export function cardOf(incident: IncidentView, locale: Locale): Card {
  const zh = locale === 'zh-CN';
  const { plan } = incident;
  const state = plan?.state ?? null;
  const tone = state === 'pending' ? 'waiting' : state === 'verified' || incident.status === 'resolved' ? 'resolved' : 'investigating';
  const emoji = { waiting: '🙋', resolved: '✅', investigating: state === null ? '🔎' : '⚙️' }[tone];
  const value = `${plan?.id}:${digest.slice(0, 16)}`;
  const pending: CardButton[] = [
    {
      id: 'approve',
      label: zh ? '批准' : 'Approve',
      style: 'primary',
      value,
      confirm: zh ? '批准并执行：扩大内存上限并恢复消费？' : 'Approve and run: raise the memory limit and get the consumer going?',
    },
    { id: 'reject', label: zh ? '驳回' : 'Reject', style: 'danger', value },
    { id: 'details', label: zh ? '详情' : 'Details', style: 'default', value },
  ];
  const overflow: CardButton[] = [
    { id: 'acknowledge', label: zh ? '认领' : 'Acknowledge', style: 'default', value: incident.id },
    { id: 'resolve', label: zh ? '标记恢复' : 'Resolve', style: 'default', value: incident.id },
  ];
  const stop: CardButton = { id: 'stop', label: zh ? '停止' : 'Stop', style: 'danger', value };
  const situation =
    incident.verdict?.causes[0]?.explanation ?? (zh ? '正在查看 web-1：已完成 4 / 9 项' : 'Looking at web-1: 4 of 9 looks done');
  const cause =
    incident.verdict === null
      ? []
      : [
          {
            id: 'cause' as const,
            label: zh ? '根因' : 'Cause',
            lines: [paragraph(`${zh ? '已确认' : 'Confirmed'} · ${incident.verdict.summary}`)],
          },
        ];
  return {
    incidentId: incident.id,
    code: incident.code,
    revision: incident.revision,
    tone,
    emoji,
    title: `${incident.code} ${incident.title}`,
    subtitle: zh ? '严重 · 09:02 起 · 2 条告警中，共 3 条' : 'Critical · since 09:02 · 2 of 3 alerts firing',
    sections: [
      { id: 'situation', label: zh ? '现状' : 'What is going on', lines: [paragraph(situation)] },
      ...cause,
      { id: 'next', label: zh ? '下一步' : 'Next', lines: [paragraph(nextLine(state, zh))] },
      ...(plan === null ? [] : [{ id: 'plan' as const, label: zh ? '方案' : 'Plan', lines: stepLines(plan) }]),
    ],
    budget: {
      ratio: incident.spent.probes / 40,
      text: zh
        ? `探查 ${incident.spent.probes} / 40 · 用时 ${incident.spent.seconds} 秒`
        : `${incident.spent.probes} of 40 probes · ${incident.spent.seconds} s`,
    },
    buttons: state === 'pending' ? pending : state === 'approved' || state === 'running' ? [stop] : [],
    overflow: state === 'pending' ? overflow : [],
    link: `http://127.0.0.1/incidents/${incident.code}`,
    linkLabel: zh ? '打开故障页' : 'Open the incident',
    fallbackText: `${emoji} ${incident.code} ${incident.title}`,
  };
}

function nextLine(state: string | null, zh: boolean): string {
  if (state === 'pending')
    return zh ? '等 韩梅梅 或 李雷 审批，有效期至 09:35' : 'Waiting for Han Meimei or Li Lei to approve, until 09:35';
  if (state === 'verified') return zh ? '已验证，继续观察告警是否恢复' : 'Verified; watching whether the alerts resolve';
  if (state === 'rejected') return zh ? '方案已被驳回' : 'The plan was rejected';
  if (state === null) return zh ? '几秒后给出结论' : 'The verdict comes in seconds';
  return zh ? '正在执行方案' : 'The plan is being carried out';
}

function stepLines(plan: NonNullable<IncidentView['plan']>): Rich[] {
  const marks: Readonly<Record<string, string>> = {
    waiting: '○',
    verified: '✓',
    checking: '◔',
    applying: '◑',
    verifying: '◕',
    skipped: '–',
  };
  return plan.steps.map((step, index) => ({
    type: 'paragraph',
    spans: [
      { type: 'text', text: `${marks[step.state] ?? '·'} ${index + 1}. ${step.summary} ` },
      { type: 'text', text: `${step.systemId} ${step.action}`, style: 'code' },
    ],
  }));
}
