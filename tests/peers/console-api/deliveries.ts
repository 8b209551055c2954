/** Messages that failed, for the page that shows them. */

import type { DeliveryView } from '../../../src/domain/delivery.ts';
import type { Locale } from '../../../src/domain/text.ts';

const minuteMs = 60_000;

export function sampleDeliveries(locale: Locale): readonly DeliveryView[] {
  const ago = (minutes: number): string => new Date(Date.now() - minutes * minuteMs).toISOString();
  const isEnglish = locale === 'en';
  const common = { state: 'dead', incidentId: 'inc_42', code: 'ZB-42', priority: 'state' } as const;
  return [
    {
      ...{
        ...common,
        id: 'dlv_1',
        kind: 'announcement',
        adapter: 'robot',
        destination: 'ding-ops',
        attempts: 1,
        at: ago(4),
        dueAt: ago(4),
      },
      ...{ what: isEnglish ? 'Waits for approval' : '等待审批', priority: 'approval' },
      error: "The robot 'ding-ops' refused: 310000 sign not match",
    },
    {
      ...{ ...common, id: 'dlv_2', kind: 'announcement', adapter: 'email', destination: 'night@example.com, sre@example.com' },
      ...{ attempts: 302, at: ago(1_500), dueAt: ago(60), what: isEnglish ? 'Resolved' : '已恢复' },
      error: 'The mail server smtp.example.com:587: connect ECONNREFUSED 10.0.0.25:587',
    },
    {
      ...{ ...common, id: 'out_3', kind: 'line', adapter: 'slack', destination: 'C0123456789', attempts: 3, at: ago(90), dueAt: ago(88) },
      what: isEnglish ? 'Connections are exhausted: orders-api holds 94 of 100.' : '连接已用尽：orders-api 占用 100 个中的 94 个。',
      error: 'chat.postMessage: is_archived',
    },
  ];
}
