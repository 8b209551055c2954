/** An announcement as the announcer composes it, in either language. */

import type { Announcement, IncidentNotice, IncidentRecord } from '../../src/domain/announcement.ts';
import type { Locale } from '../../src/domain/text.ts';

export function sampleNotice(change: Partial<IncidentNotice> = {}, locale: Locale = 'en'): IncidentNotice {
  const isEnglish = locale === 'en';
  const title = isEnglish ? 'ZB-42 orders-db: connections exhausted' : 'ZB-42 orders-db：连接数已用尽';
  const notice: IncidentNotice = {
    ...{ incidentId: 'inc_1', code: 'ZB-42', moment: 'approval', severity: 'critical', tone: 'waiting', emoji: '🙋' },
    headline: isEnglish ? 'Waits for approval' : '等待审批',
    title,
    subtitle: isEnglish ? 'critical · since 03:12 · 3 of 3 alerts firing' : '严重 · 始于 03:12 · 3/3 条告警触发中',
    sections: isEnglish
      ? [
          { label: 'What is going on', lines: ['New connections to orders-db are refused since 03:12.'] },
          { label: 'Cause', lines: ['Confirmed on orders-db: connections exhausted · 95%'] },
          { label: 'Plan', lines: ['1. Close idle connections of orders-api · risk: low'] },
          { label: 'Next', lines: ['Waits for approval by Li Hua; valid until 04:12.'] },
        ]
      : [
          { label: '现状', lines: ['03:12 起，orders-db 拒绝新连接。'] },
          { label: '原因', lines: ['已确认（orders-db）：连接数已用尽 · 95%'] },
          { label: '处置方案', lines: ['1. 关闭 orders-api 的空闲连接 · 风险：低'] },
          { label: '下一步', lines: ['等待审批（李华），04:12 前有效。'] },
        ],
    link: 'https://zhiban.example.com/incidents/ZB-42',
    linkLabel: isEnglish ? 'Open in the console' : '在控制台打开',
    record: sampleRecord(title),
  };
  return { ...notice, ...change };
}

function sampleRecord(title: string): IncidentRecord {
  return {
    ...{ id: 'inc_1', code: 'ZB-42', moment: 'approval', at: '2026-11-21T03:14:00.000Z', title, severity: 'critical' },
    ...{ status: 'triggered', phase: 'waiting', origin: 'alert', systemIds: ['orders-db'], startedAt: '2026-11-21T03:12:00.000Z' },
    ...{ acknowledgedAt: null, acknowledgedBy: null, resolvedAt: null, alerts: { firing: 3, total: 3 } },
    verdict: {
      state: 'confirmed',
      summary: 'orders-db has no connection left',
      causes: [{ systemId: 'orders-db', state: 'confirmed', confidence: 0.95, title: 'Connections exhausted' }],
    },
    plan: { id: 'plan_1', state: 'pending', risk: 'low', title: 'Close idle connections', expiresAt: '2026-11-21T04:12:00.000Z' },
    url: 'https://zhiban.example.com/incidents/ZB-42',
  };
}

export function sampleAnnouncement(change: Partial<Announcement> = {}): Announcement {
  const { locale = 'en' } = change;
  const notice = sampleNotice({}, locale);
  return {
    ...{ id: 'dlv_01j0000000abcdefgh', locale, notices: [notice], listLink: 'https://zhiban.example.com/incidents' },
    title: `${notice.emoji} ${notice.headline} · ${notice.title}`,
    more: (count) => `${count} more in the console`,
    ...change,
  };
}
