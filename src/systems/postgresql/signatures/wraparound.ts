/** Transaction ids that run out, and who keeps them from being frozen. */

import type { Condition, Signature } from '../../../domain/signature.ts';

/** What holds the horizon back is about as old as what can't be frozen, and that is much older than it should be. */
export function holdsFreezing(holder: 'session' | 'prepared' | 'slot' | 'standby'): Condition {
  return {
    all: [
      ['transactions.horizon.holder', '==', holder],
      ['databases.oldest.freezeRatio', '>=', 2],
      ['transactions.horizon.age', '>=', { fact: 'databases.oldest.age', times: 0.5 }],
    ],
  };
}

export const wraparoundSignatures: readonly Signature[] = [
  {
    id: 'postgresql.wraparound-near',
    kind: 'postgresql',
    title: { 'zh-CN': '事务号（XID）接近回卷，数据库将拒绝写入', en: 'Transaction ID wraparound is near: writes will be refused' },
    explanation: {
      'zh-CN':
        '{databases.oldest.name} 的事务号年龄 {databases.oldest.age}，已到回卷的 {databases.oldest.wraparoundRatio|percent}（自动冻结阈值的 {databases.oldest.freezeRatio} 倍）：冻结清理没有跟上。',
      en: 'The oldest transaction ids of {databases.oldest.name} are {databases.oldest.age} transactions old, {databases.oldest.wraparoundRatio|percent} of the way to wraparound ({databases.oldest.freezeRatio} times the freeze threshold): freezing by vacuum does not keep up.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'wraparound|freeze|must be vacuumed|not accepting commands|回卷|冻结',
    quoted: 'not accepting commands (to avoid wraparound|that assign new)|must be vacuumed within \\d+ transactions',
    probes: ['databases', 'log', 'transactions'],
    confirm: {
      any: [
        ['databases.oldest.wraparoundRatio', '>=', 0.5],
        ['databases.multixact.wraparoundRatio', '>=', 0.5],
        ['log.wraparound', '>=', 1],
      ],
    },
    likely: ['databases.oldest.freezeRatio', '>=', 2],
    refute: ['databases.oldest.freezeRatio', '<', 1.1],
    advice: {
      'zh-CN': '先清除拖住水位的长事务、复制槽和预备事务，再对年龄最大的表执行 VACUUM FREEZE；不要用单用户模式，除非已拒绝写入且别无办法。',
      en: 'Remove what holds the horizon back (transactions, slots, prepared ones), then VACUUM FREEZE the oldest tables; single-user mode is the last resort only.',
    },
    remedies: [],
    source: 'postgresql.org: Preventing Transaction ID Wraparound Failures; Sentry 2015, Joyent 2015 post-mortems',
  },
];
