/** Documents that are refused one by one, which no counter of the cluster shows. */

import type { Signature } from '../../../domain/signature.ts';

const hints =
  'not (indexed|found|searchable|visible)|new (documents?|orders?|records?|data)|missing|refus|reject|\\b400\\b|strict|mapping|release|deploy|新.{0,6}(搜|查|看)不到|搜不到|查不到|写不进|拒绝|映射|发版|发布|上线';
const common = { kind: 'elasticsearch', role: 'cause', severity: 'critical', hints, probes: ['writes'], remedies: [] } as const;

export const writeSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'elasticsearch.strict-mapping-refuses-all',
    explains: ['elasticsearch.documents-refused', 'elasticsearch.strict-mapping-refuses'],
    title: {
      'zh-CN': '索引 {writes.refusedIndex} 的映射是 strict：带未定义新字段的文档全部被拒绝',
      en: 'The strict mapping of {writes.refusedIndex} refuses every document: they bring a field that is not in the mapping',
    },
    explanation: {
      'zh-CN':
        '{writes.refusedIndex} 的映射设为 dynamic: strict，只接受已定义的字段。刚才收到 {writes.refusedBulks} 个写入请求，没有一篇文档写成：写入方送来了映射里没有的新字段，每篇都得到 400 strict_dynamic_mapping_exception，重试无用；旧文档照常能搜到。多半与写入方最近的发布有关。',
      en: 'The mapping of {writes.refusedIndex} is dynamic: strict and takes no fields but its own. {writes.refusedBulks} writes have just reached it and no document came of them: the writer sends a new field that is not in the mapping and gets 400 strict_dynamic_mapping_exception for each, whatever is tried again; old documents are found as ever. Most likely its latest release added the field.',
    },
    confirm: { any: [] },
    confirmWhenHinted: {
      all: [
        ['writes.refusedIndex', '!=', ''],
        ['writes.refusedDynamic', '==', 'strict'],
      ],
    },
    advice: {
      'zh-CN':
        '在写入方的日志里找 strict_dynamic_mapping_exception 里的字段名；把它加进映射（PUT /{writes.refusedIndex}/_mapping）或让写入方去掉该字段，再从源头补写被拒绝的文档。',
      en: 'The writer’s log names the field in strict_dynamic_mapping_exception; add it to the mapping (PUT /{writes.refusedIndex}/_mapping) or have the writer leave it out, and send again what was refused.',
    },
    source: 'elastic.co: dynamic mapping parameter, strict',
  },
  {
    ...common,
    id: 'elasticsearch.documents-refused',
    title: {
      'zh-CN': '写入 {writes.refusedIndex} 的文档全部被拒绝',
      en: 'Every document that is written to {writes.refusedIndex} is refused',
    },
    explanation: {
      'zh-CN':
        '{writes.refusedIndex} 刚才收到 {writes.refusedBulks} 个写入请求，没有一篇文档写成（映射 dynamic：{writes.refusedDynamic}）：字段类型与映射不符、版本冲突，或管道出错。集群本身正常，原因只在写入方得到的应答里。',
      en: '{writes.refusedBulks} writes have just reached {writes.refusedIndex} and no document came of them (dynamic: {writes.refusedDynamic}): a field of another type than the mapping’s, a version conflict, or a failing pipeline. The cluster is well; why is only in the answers that the writer gets.',
    },
    confirm: { any: [] },
    likelyWhenHinted: ['writes.refusedIndex', '!=', ''],
    refute: ['writes.refusedIndex', '==', ''],
    advice: {
      'zh-CN': '看写入方日志里 bulk 应答的 errors 与每条的 error.reason；对照最近的发布。',
      en: 'See errors and error.reason of the bulk answers in the writer’s log, and compare with its latest release.',
    },
    source: 'elastic.co: Bulk API, response',
  },
];
