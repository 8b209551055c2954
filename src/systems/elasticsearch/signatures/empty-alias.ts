/** Searches that find nothing, as the alias that they use leads to an empty index. */

import type { Signature } from '../../../domain/signature.ts';

export const emptyAliasSignatures: readonly Signature[] = [
  {
    id: 'elasticsearch.alias-of-empty-index',
    kind: 'elasticsearch',
    role: 'cause',
    // A service that finds nothing answers well, and not what is expected of it.
    explains: ['http.wrong-body'],
    title: {
      'zh-CN': '别名 {access.emptyAlias} 指向空索引 {access.emptyAliasIndex}，搜索没有结果',
      en: 'Alias {access.emptyAlias} points at an empty index, {access.emptyAliasIndex}: searches find nothing',
    },
    explanation: {
      'zh-CN':
        '别名 {access.emptyAlias} 现在只指向 {access.emptyAliasIndex}，其中没有文档（0 个文档）；同族的索引 {access.fullSibling} 有 {access.fullSiblingDocuments} 个文档，却不在这个别名后面：多半是重建索引（reindex）前就切换了别名。搜索返回 200，但结果为空，没有任何错误。',
      en: 'Alias {access.emptyAlias} leads to {access.emptyAliasIndex} alone, which holds no documents (0 docs), while {access.fullSibling} of the same family holds {access.fullSiblingDocuments} and is not behind it: the alias was switched before the documents were copied (reindex). Searches answer 200 without results and without an error.',
    },
    severity: 'critical',
    hints:
      'no (results?|hits|matches)|nothing (found|is found)|finds? nothing|empty|missing|search|alias|reindex|没有结果|无结果|搜不到|查不到|搜什么都|为空|空的|没了|别名|重建',
    probes: ['access'],
    // A new index that is being filled behind an alias of its own is no fault: the full one is still behind another.
    confirm: {
      all: [
        ['access.emptyAliases', '>=', 1],
        ['access.isSiblingLeft', '==', true],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['access.emptyAliases', '>=', 1],
        ['access.isEmptyAliasNamed', '==', true],
      ],
    },
    refute: ['access.emptyAliases', '==', 0],
    advice: {
      'zh-CN': '先把别名切回 {access.fullSibling}（POST /_aliases，remove 与 add 放在一个请求里），等 reindex 完成并核对文档数后再切换。',
      en: 'Switch the alias back to {access.fullSibling} (POST /_aliases, remove and add in one request), and switch anew once the reindex is done and the counts agree.',
    },
    remedies: [],
    source: 'elastic.co: Aliases; Reindex',
  },
];
