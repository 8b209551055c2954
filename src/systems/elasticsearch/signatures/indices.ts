/** Indices that refuse writes, and mappings that grow without end. */

import type { Signature } from '../../../domain/signature.ts';
import { unlessSaid } from '../../unless-said.ts';

const hints = 'write|index|block|forbidden|read.?only|写入|写不进|只读|阻断|索引';

export const indexSignatures: readonly Signature[] = [
  {
    id: 'elasticsearch.mapping-conflict',
    kind: 'elasticsearch',
    title: {
      'zh-CN': '字段 {mappings.toldField} 的类型与映射（mapping）不符，文档被拒绝写入',
      en: 'Mapping conflict: field {mappings.toldField} gets another type, documents rejected',
    },
    explanation: {
      'zh-CN':
        '{mappings.toldIndex} 的映射里 {mappings.toldField} 是 {mappings.toldType} 类型，而写入方送来的值不是这个类型（数字成了文本、日期格式变了、对象成了字符串）：这些文档逐条被拒绝（400 document_parsing_exception / mapper_parsing_exception），重试也没有用。',
      en: 'In the mapping of {mappings.toldIndex} the field {mappings.toldField} is of type {mappings.toldType}, and what is sent is not (a number became text, a date has another format, an object became a string): each such document is rejected (400 document_parsing_exception / mapper_parsing_exception), and no retry helps.',
    },
    severity: 'critical',
    role: 'cause',
    hints:
      'failed to parse field|parsing_exception|cannot be changed from type|object mapping for|mapping conflict|映射冲突|类型冲突|字段类型',
    // Both others are told inside a parsing exception, too.
    quoted: unlessSaid(
      'limit of total fields|dynamic introduction of',
      'failed to parse field|(document|mapper)_parsing_exception|cannot be changed from type|object mapping for \\[',
    ),
    probes: ['mappings'],
    // The cluster keeps no count of them: whoever writes is told, and nobody else.
    confirm: { any: [] },
    confirmWhenHinted: {
      all: [
        ['mappings.toldField', '!=', ''],
        ['mappings.toldType', '!=', ''],
      ],
    },
    advice: {
      'zh-CN': '先让写入方改回原来的类型（对照最近的发布）；确要换类型，则新建带新映射的索引再 reindex。被拒绝的文档从死信队列或源头补写。',
      en: 'Have the writer send the old type again (see its latest release); to change the type for good, make an index with the new mapping and reindex. Send again what was refused, from the dead-letter queue or the source.',
    },
    remedies: [],
    source: 'elastic.co: Mapping; Fix common problems: mapper_parsing_exception',
  },
  {
    id: 'elasticsearch.mapping-explosion',
    kind: 'elasticsearch',
    title: {
      'zh-CN': '{mappings.index} 的字段数达到上限（mapping 爆炸），新字段写不进',
      en: 'Mapping explosion: {mappings.index} has reached its field limit',
    },
    explanation: {
      'zh-CN': '{mappings.fields} 个字段，上限 {mappings.limit}：有人把会变的值（ID、日期、用户输入）当成了字段名。',
      en: '{mappings.fields} fields with a limit of {mappings.limit}: documents with new fields are refused. Somebody uses changing values (ids, dates, user input) as names of fields.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['elasticsearch.heap-pressure', 'elasticsearch.master-overloaded'],
    hints: `mapping|field|total_fields|Limit of total fields|字段|映射|${hints}`,
    // One document may bring more new fields than there is room for: that there is some does not refute it.
    quoted: 'limit of total fields \\[\\d+\\]',
    probes: ['mappings'],
    confirm: ['mappings.usedRatio', '>=', 0.98],
    likely: ['mappings.usedRatio', '>=', 0.9],
    advice: {
      'zh-CN': '先找出往哪个对象里塞字段，改为 flattened 类型或 dynamic: false；临时调高上限只是争取时间。',
      en: 'Find the object that new fields come in, and make it flattened or dynamic: false; a higher limit only buys time.',
    },
    remedies: [
      {
        action: 'set-index-setting',
        arguments: { index: '{mappings.index}', name: 'index.mapping.total_fields.limit', value: '{mappings.suggestedLimit}' },
      },
    ],
    source: 'elastic.co: Mapping explosion; Mapping limit settings',
  },
  {
    id: 'elasticsearch.index-write-blocked',
    kind: 'elasticsearch',
    title: {
      'zh-CN': '索引 {indices.blockedNames} 被设置为禁止写入（只读）',
      en: 'Index {indices.blockedNames} is blocked for writes by a setting',
    },
    explanation: {
      'zh-CN':
        '写入被拒绝：{indices.blocked} 个索引带有 index.blocks.write 或 read_only（{indices.blockedFirst}：{indices.blockedSetting}）；不是磁盘引起的，也可能是生命周期在滚动后设的。',
      en: 'Writes are refused: {indices.blocked} indices have index.blocks.write or read_only ({indices.blockedFirst}: {indices.blockedSetting}); not for their disk, though a lifecycle may have set it after a rollover.',
    },
    severity: 'critical',
    role: 'cause',
    hints,
    quoted: 'FORBIDDEN/(5|8|9)/index',
    probes: ['indices'],
    confirm: ['indices.blocked', '>=', 1],
    refute: ['indices.blocked', '==', 0],
    advice: {
      'zh-CN': '确认写入的目标确实是它（别名的 is_write_index），再解除；滚动后的旧索引本该只读。',
      en: 'Make sure that writes really go to it (is_write_index of the alias), then lift it; indices that were rolled over should stay read-only.',
    },
    remedies: [
      {
        action: 'set-index-setting',
        arguments: { index: '{indices.blockedFirst}', name: '{indices.blockedSetting}', value: 'false' },
        when: ['indices.blocked', '==', 1],
      },
    ],
    source: 'elastic.co: Index block settings',
  },
  {
    id: 'elasticsearch.cluster-read-only',
    kind: 'elasticsearch',
    title: { 'zh-CN': '整个集群被设为只读', en: 'The whole cluster is set to read-only' },
    explanation: {
      'zh-CN':
        'cluster.blocks.read_only 为 {settings.isReadOnly}，read_only_allow_delete 为 {settings.isReadOnlyAllowDelete}：所有写入与建索引都被拒绝。',
      en: 'cluster.blocks.read_only is {settings.isReadOnly}, read_only_allow_delete is {settings.isReadOnlyAllowDelete}: all writes and new indices are refused.',
    },
    severity: 'critical',
    role: 'cause',
    hints: `maintenance|migration|维护|迁移|${hints}`,
    quoted: 'FORBIDDEN/(6|13)/cluster read-only',
    probes: ['settings'],
    confirm: {
      any: [
        ['settings.isReadOnly', '==', true],
        ['settings.isReadOnlyAllowDelete', '==', true],
      ],
    },
    refute: {
      all: [
        ['settings.isReadOnly', '==', false],
        ['settings.isReadOnlyAllowDelete', '==', false],
      ],
    },
    advice: { 'zh-CN': '确认维护或迁移已结束，再解除。', en: 'Make sure that the maintenance or migration is over, then lift it.' },
    remedies: [
      {
        action: 'set-cluster-setting',
        arguments: { name: 'cluster.blocks.read_only', value: 'default' },
        when: ['settings.isReadOnly', '==', true],
      },
      {
        action: 'set-cluster-setting',
        arguments: { name: 'cluster.blocks.read_only_allow_delete', value: 'default' },
        when: ['settings.isReadOnlyAllowDelete', '==', true],
      },
    ],
    source: 'elastic.co: Miscellaneous cluster settings, metadata',
  },
];
