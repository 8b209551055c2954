/** Events of the server's own scheduler: whether they run, and which is overdue. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { sessionProbe } from '../../session/probe.ts';
import { flagOf, numberOf, printRows, type Row, textOf } from '../../session/rows.ts';
import type { MysqlClient } from '../client.ts';
import { readVariables, tolerant } from './mysql-probe.ts';

const events = `
SELECT CONCAT(EVENT_SCHEMA, '.', EVENT_NAME) AS name, STATUS AS status, INTERVAL_VALUE AS every, INTERVAL_FIELD AS unit,
  TIMESTAMPDIFF(SECOND, LAST_EXECUTED, NOW()) AS ran_ago,
  CONCAT_WS(' ', EVENT_NAME, EVENT_COMMENT, EVENT_DEFINITION) LIKE '%partition%' AND (EVENT_DEFINITION NOT LIKE '%drop partition%'
    OR EVENT_DEFINITION LIKE '%add partition%' OR EVENT_DEFINITION LIKE '%reorganize partition%') AS partitions FROM information_schema.EVENTS
WHERE EVENT_TYPE = 'RECURRING' AND (ENDS IS NULL OR ENDS > NOW()) ORDER BY LAST_EXECUTED IS NULL, LAST_EXECUTED DESC LIMIT 200`;

export const eventsProbe = sessionProbe({
  name: 'events',
  summary: { 'zh-CN': '事件调度器与定时事件', en: 'the event scheduler and its events' },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'event|schedul|cron|job|purge|clean|nightly|grow|archive|事件|定时|计划任务|清理|归档|变大|增长|没有执行',
  query: "SHOW GLOBAL VARIABLES LIKE 'event_scheduler'; SELECT … FROM information_schema.EVENTS",
  async see(client: MysqlClient, _given, limit) {
    const scheduler = (await readVariables(client, ['event_scheduler'], limit)).get('event_scheduler') ?? '';
    const rows = (await tolerant(client.read(events, [], limit))) ?? [];
    const facts = eventFacts(scheduler, rows);
    return {
      headline: {
        'zh-CN': `事件调度器 ${scheduler || '不可见'}，启用的事件 ${String(facts['events.enabled'])} 个，停用 ${String(facts['events.disabled'])} 个`,
        en: `event scheduler ${scheduler || 'not visible'}, ${String(facts['events.enabled'])} events enabled, ${String(facts['events.disabled'])} disabled`,
      },
      facts,
      text: printRows(rows),
    };
  },
});

/** Pure. Events of a primary are disabled on its replicas, with a status of their own. */
export function eventFacts(scheduler: string, rows: readonly Row[]): Facts {
  const enabled = rows.filter(({ status }) => status === 'ENABLED');
  const disabled = rows.filter(({ status }) => status === 'DISABLED');
  const names = (some: readonly Row[]): string =>
    some
      .slice(0, 5)
      .map(({ name }) => textOf(name))
      .join(', ');
  const maker = rows.find(({ partitions }) => flagOf(partitions));
  const [newest] = enabled.filter((row) => row.ran_ago !== null);
  return {
    'events.isSchedulerOn': /^(ON|1)$/i.test(scheduler),
    'events.scheduler': scheduler,
    'events.enabled': enabled.length,
    'events.names': names(enabled),
    'events.disabled': disabled.length,
    'events.disabledNames': names(disabled),
    // An event that makes partitions, by its name, its comment or what it does.
    'events.partitions.name': maker === undefined ? null : textOf(maker.name),
    'events.partitions.status': maker === undefined ? null : textOf(maker.status),
    'events.partitions.ranSecondsAgo': maker === undefined || maker.ran_ago === null ? null : numberOf(maker.ran_ago),
    'events.lastRanSecondsAgo': newest === undefined ? null : numberOf(newest.ran_ago),
  };
}
