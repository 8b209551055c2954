/** What people say is not so: “cpu 又不高”, “the disks are fine”. It names neither a system nor a fault. */

const thingsInChinese = 'cpu|内存|负载|磁盘(?:空间|占用|使用率)?|网络|带宽|流量|日志|连接数?|堆(?:内存)?|io|gc|qps|swap';
const isWellInChinese =
  '不高|不大|不多|不满|没满|很低|很闲|空闲|还好|(?<!不)(?:正常|够用|充足)|(?:没有?|无)(?:什么)?(?:问题|异常|报错|错误|变化|事|涨|满)|没[动涨满]';
const thingsInEnglish = 'cpu|memory|ram|load|disks?|network|traffic|swap|gc|heap|qps|connections?|logs?';
const isWellInEnglish =
  "(?:is|are|was|were|looks?|seems?)(?: all| totally| perfectly| quite| pretty| also)? (?:fine|ok|okay|normal|low|idle|good|clean|healthy|flat|empty)|(?:is|are|was|were)(?:n['’]t| not) (?:high|busy|full|up|the (?:problem|issue|cause))";

/** Within one clause, and not where it is asked whether. */
const denials = new RegExp(
  [
    `(?:${thingsInChinese})[^，。；,;!！?？\\n]{0,8}?(?:${isWellInChinese})(?![^，。；,;\\n]{0,3}[吗么嘛?？])`,
    `\\b(?:${thingsInEnglish})\\b(?: (?:usage|utili[sz]ation|space|io|load|graphs?|count))?,? (?:${isWellInEnglish})\\b(?!\\s*\\?)`,
    '\\b(?:no|zero) (?:errors?|exceptions?|warnings?) in (?:the |its |our |any )?logs?\\b|\\bnothing (?:[a-z]+ )?in (?:the |its |our )?logs?\\b',
  ].join('|'),
  'gi',
);

/** Pure: the words without the clauses that deny a trouble. */
export function withoutDenied(words: string): string {
  return words.replaceAll(denials, ' ');
}
