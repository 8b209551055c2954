/** Autovacuum that does not come, or does not keep up. */

import type { Signature } from '../../../domain/signature.ts';
import { manyDead } from './vacuum.ts';

const hints = 'vacuum|wraparound|回卷|bloat|dead tuple|disk|slow|idle in transaction|膨胀|死元组|清理|空间|变慢|长事务';

export const autovacuumSignatures: readonly Signature[] = [
  {
    id: 'postgresql.autovacuum-off',
    kind: 'postgresql',
    title: { 'zh-CN': '自动清理（autovacuum）被关闭，死元组堆积', en: 'Autovacuum is switched off and dead rows pile up' },
    explanation: {
      'zh-CN':
        'autovacuum 或 track_counts 为 off：死元组不再清理，统计信息不再更新；目前 {tables.dead.name} 已有 {tables.dead.rows} 行死元组。',
      en: 'autovacuum or track_counts is off: dead rows stay (bloat) and statistics grow old; {tables.dead.name} has {tables.dead.rows} dead rows by now.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['postgresql.dead-rows-pile', 'postgresql.wraparound-near', 'postgresql.statistics-missing'],
    hints: `autovacuum|自动清理|${hints}`,
    probes: ['tables'],
    confirm: {
      all: [
        ['tables.autovacuum.isOn', '==', false],
        ['tables.dead.thresholdRatio', '>=', 1],
      ],
    },
    likely: ['tables.autovacuum.isOn', '==', false],
    refute: ['tables.autovacuum.isOn', '==', true],
    advice: {
      'zh-CN': '重新打开 autovacuum；担心负载时调 autovacuum_vacuum_cost_limit 或 cost_delay，而不是关掉它。',
      en: 'Switch it on again; if its load is the worry, tune autovacuum_vacuum_cost_limit and cost_delay instead.',
    },
    remedies: [{ action: 'set-setting', arguments: { name: 'autovacuum', value: 'on' } }],
    source: 'postgresql.org: The Autovacuum Daemon',
  },
  {
    id: 'postgresql.autovacuum-off-for-table',
    kind: 'postgresql',
    title: {
      'zh-CN': '{tables.disabled.name} 的自动清理（autovacuum）被单独关闭',
      en: 'Autovacuum is switched off for {tables.disabled.name}',
    },
    explanation: {
      'zh-CN':
        '{tables.disabled.schema}.{tables.disabled.name} 设有 autovacuum_enabled=false，死元组 {tables.disabled.rows} 行已超过阈值，表在膨胀。',
      en: '{tables.disabled.schema}.{tables.disabled.name} has autovacuum_enabled=false, and its {tables.disabled.rows} dead rows are past the threshold: the table bloats.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['postgresql.dead-rows-pile'],
    hints,
    probes: ['tables'],
    confirm: {
      all: [
        ['tables.disabled.count', '>=', 1],
        ['tables.disabled.rows', '>=', 5_000],
      ],
    },
    likely: ['tables.disabled.count', '>=', 1],
    refute: ['tables.disabled.count', '==', 0],
    advice: {
      'zh-CN': 'ALTER TABLE … RESET (autovacuum_enabled)，再 VACUUM 一次。',
      en: 'ALTER TABLE … RESET (autovacuum_enabled), and vacuum it once.',
    },
    remedies: [
      { action: 'vacuum-table', arguments: { schema: '{tables.disabled.schema}', table: '{tables.disabled.name}', mode: 'vacuum' } },
    ],
    source: 'postgresql.org: CREATE TABLE, Storage Parameters',
  },
  {
    id: 'postgresql.autovacuum-behind',
    kind: 'postgresql',
    title: { 'zh-CN': '自动清理（autovacuum）跟不上写入，死元组堆积', en: 'Autovacuum cannot keep up with writes: dead rows pile up' },
    explanation: {
      'zh-CN':
        '所有自动清理进程（{tables.autovacuum.workers} 个）都在忙，而 {tables.dead.name} 的死元组已是阈值的 {tables.dead.thresholdRatio} 倍。',
      en: 'All {tables.autovacuum.workers} autovacuum workers are busy while {tables.dead.name} has {tables.dead.thresholdRatio} times its threshold of dead rows (bloat).',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['postgresql.dead-rows-pile'],
    hints,
    probes: ['tables'],
    confirm: { all: [['tables.autovacuum.isSaturated', '==', true], manyDead] },
    refute: ['tables.autovacuum.isSaturated', '==', false],
    advice: {
      'zh-CN': '调高 autovacuum_vacuum_cost_limit 或降低 cost_delay，为大表单独调低 scale_factor；进程数需重启才能增加。',
      en: 'Raise autovacuum_vacuum_cost_limit or lower cost_delay, and lower the scale factor of large tables; more workers need a restart.',
    },
    remedies: [{ action: 'set-setting', arguments: { name: 'autovacuum_vacuum_cost_limit', value: '2000' } }],
    source: 'postgresql.org: Automatic Vacuuming',
  },
];
