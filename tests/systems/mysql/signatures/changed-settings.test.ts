import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changedSettingSignatures } from '../../../../src/systems/mysql/signatures/changed-settings.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

const zone = { 'settings.changed.count': 1, 'settings.changed.names': 'time_zone', 'settings.time_zone': '+00:00' };
const limited = {
  ...{ 'settings.changed.count': 1, 'settings.changed.names': 'max_statement_time', 'settings.statementLimitSeconds': 0.5 },
  'statements.failing.errors': 1,
};
const disk = { 'activity.tempTablesOnDiskPerSecond': 9, 'activity.tempOnDiskRatio': 0.9 };
const cases = [
  {
    name: 'a zone that was moved, with wrong times',
    facts: zone,
    words: 'bookings are stored two hours early',
    confirmed: ['time-zone-changed'],
  },
  { name: '同上', facts: zone, words: '写入的时间晚了 5 个小时', confirmed: ['time-zone-changed'] },
  { name: 'a zone that was moved, and nobody minds', facts: zone, words: 'queries are slow since an hour', confirmed: [] },
  {
    name: 'wrong times, and the zone is as ever',
    facts: { ...zone, 'settings.changed.names': 'time_zone_x' },
    words: 'wrong time',
    confirmed: [],
  },
  {
    name: 'a limit that was set, and a job that is cut off',
    facts: limited,
    words: 'export is interrupted',
    confirmed: ['statement-time-limit-lowered'],
  },
  {
    name: 'a limit that was lifted',
    facts: { ...limited, 'settings.statementLimitSeconds': 0 },
    words: 'export is interrupted',
    confirmed: [],
  },
  {
    name: 'small temporary tables',
    facts: { ...disk, 'settings.tmp_table_size': 32_768, 'settings.max_heap_table_size': 16_777_216 },
    ...{ words: '', confirmed: ['temp-table-limit-too-small'] },
  },
  {
    name: 'temporary tables of the usual size',
    facts: { ...disk, 'settings.tmp_table_size': 16_777_216, 'settings.max_heap_table_size': 16_777_216 },
    ...{ words: 'slow', confirmed: [] },
  },
] as const;

for (const { name, facts, words, confirmed } of cases) {
  test(`changedSettingSignatures: ${name}`, () => {
    assert.deepEqual(judgeFacts(changedSettingSignatures, 'mysql', facts, words).confirmed, confirmed);
  });
}
