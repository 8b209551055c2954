/** What applications run into while the cluster is green. */

import type { Signature } from '../../../domain/signature.ts';

const common = { kind: 'elasticsearch', role: 'cause' } as const;

export const accessSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'elasticsearch.index-closed',
    title: { 'zh-CN': '索引 {access.closedNamed} 被关闭，读写失败', en: 'Index {access.closedNamed} is closed: reads and writes fail' },
    explanation: {
      'zh-CN': '{access.closedNamed} 处于关闭状态（共关闭 {access.closed} 个：{access.closedNames}）：读写都得到 index_closed_exception。',
      en: '{access.closedNamed} is closed ({access.closed} are: {access.closedNames}): reads and writes get index_closed_exception.',
    },
    severity: 'critical',
    probes: ['access'],
    hints: 'closed|index_closed|关闭',
    quoted: 'index_closed_exception|IndexClosedException|FORBIDDEN/4/index closed',
    confirm: {
      all: [
        ['access.closed', '>=', 1],
        ['access.closedNamed', '!=', ''],
      ],
    },
    likelyWhenHinted: ['access.closed', '>=', 1],
    refute: ['access.closed', '==', 0],
    advice: {
      'zh-CN': '确认不是有意归档后打开它：POST /{access.closedNamed}/_open；查审计日志或变更记录看是谁关的。',
      en: 'Unless it was archived on purpose, open it: POST /{access.closedNamed}/_open; see in audit log or changes who closed it.',
    },
    remedies: [],
    source: 'elastic.co: Close index API, Open index API',
  },
  {
    ...common,
    id: 'elasticsearch.refresh-off',
    title: {
      'zh-CN': '{access.unrefreshedNames} 的自动刷新被关掉，新文档搜不到',
      en: 'Refresh is off for {access.unrefreshedNames}: new documents are not found',
    },
    explanation: {
      'zh-CN': 'index.refresh_interval 为 -1：写入成功，但新文档要等到有人手工刷新才搜得到；多半是批量导入前关掉后忘了恢复。',
      en: 'index.refresh_interval is -1: writes succeed, and new documents are not found until somebody refreshes by hand; mostly it was turned off for a bulk load and never put back.',
    },
    severity: 'warning',
    probes: ['access'],
    hints: 'refresh|not found|missing|stale|old|search|visible|刷新|搜不到|查不到|搜索不到|旧数据|看不到',
    confirm: ['access.unrefreshed', '>=', 1],
    refute: ['access.unrefreshed', '==', 0],
    advice: {
      'zh-CN': '确认批量导入已结束，再把 refresh_interval 恢复为默认（或原来的值）。',
      en: 'Make sure that the bulk load is over, then put refresh_interval back to the default or what it was.',
    },
    remedies: [
      {
        action: 'set-index-setting',
        arguments: { index: '{access.unrefreshedFirst}', name: 'index.refresh_interval', value: 'default' },
        when: ['access.unrefreshed', '==', 1],
      },
    ],
    source: 'elastic.co: Tune for indexing speed, unset or increase the refresh interval',
  },
  {
    ...common,
    id: 'elasticsearch.alias-without-write-index',
    title: {
      'zh-CN': '别名 {access.unwritableNamed} 没有写入索引，写入被拒绝',
      en: 'Alias {access.unwritableNamed} has no write index: writes are refused',
    },
    explanation: {
      'zh-CN':
        '别名 {access.unwritableNamed} 指向多个索引（{access.unwritableIndices}），没有一个标了 is_write_index：读正常，经它的写入全部被拒绝。',
      en: 'Alias {access.unwritableNamed} stands for several indices ({access.unwritableIndices}) and none is its is_write_index: reading works, and every write through it is refused.',
    },
    severity: 'critical',
    probes: ['access'],
    hints: 'write.?index|is_write_index|no write|cannot write|not indexed|写索引|写入索引|写不进|写入失败',
    quoted: 'no write index is defined for alias',
    // Most such aliases are only for reading.
    confirm: { any: [] },
    confirmWhenHinted: {
      all: [
        ['access.unwritable', '>=', 1],
        ['access.unwritableNamed', '!=', ''],
      ],
    },
    likelyWhenHinted: ['access.unwritable', '>=', 1],
    refute: ['access.unwritable', '==', 0],
    advice: {
      'zh-CN': '用 POST /_aliases 给最新的索引加上 is_write_index: true，或把旧索引从别名移除；查滚动或发布脚本为什么少了这一步。',
      en: 'Mark the newest index with is_write_index: true by POST /_aliases, or take the old one out of the alias; see why the rollover or release left that out.',
    },
    remedies: [],
    source: 'elastic.co: Aliases, write index',
  },
  {
    ...common,
    id: 'elasticsearch.pipeline-missing',
    title: {
      'zh-CN': '索引 {access.pipelineIndex} 的写入管道 {access.pipelineMissing} 不存在，写入被拒绝',
      en: 'The ingest pipeline {access.pipelineMissing} of {access.pipelineIndex} is missing: writes are refused',
    },
    explanation: {
      'zh-CN':
        '{access.pipelineIndex} 的设置（index.default_pipeline 或 index.final_pipeline）指定了 ingest pipeline {access.pipelineMissing}，而集群里没有这个管道：每次写入都失败（pipeline with id … does not exist），旧文档照常能查到。',
      en: 'The settings of {access.pipelineIndex} (index.default_pipeline or index.final_pipeline) name the ingest pipeline {access.pipelineMissing}, which does not exist in the cluster: every document is rejected (pipeline with id … does not exist), and older ones are still found.',
    },
    severity: 'critical',
    probes: ['access'],
    hints: 'pipeline|ingest|write|index|not found|missing|refused|rejected|管道|写入|写不进|搜不到|查不到|拒绝',
    quoted: 'pipeline with id \\[[^\\]]*\\] does not exist',
    confirm: ['access.pipelinesMissing', '>=', 1],
    refute: ['access.pipelinesMissing', '==', 0],
    advice: {
      'zh-CN':
        '重新创建该管道（PUT _ingest/pipeline/{access.pipelineMissing}），或把索引设置改回（index.default_pipeline: _none）；再查是哪次发布或模板改的，并补写期间丢失的文档。',
      en: 'Create the pipeline again (PUT _ingest/pipeline/{access.pipelineMissing}) or take it out of the settings (index.default_pipeline: _none); find the release or template that set it, and send again what was refused meanwhile.',
    },
    remedies: [],
    source: 'elastic.co: Ingest pipelines, set a default pipeline',
  },
  {
    ...common,
    id: 'elasticsearch.indices-not-made',
    title: { 'zh-CN': '不允许自动创建索引，写入新索引失败', en: 'Automatic index creation is off: writes to new indices fail' },
    explanation: {
      'zh-CN':
        'action.auto_create_index 被设为 {settings.autoCreateIndex}（{settings.autoCreateScope}）：写入尚不存在的索引（如新一天的日志索引）得到 index_not_found_exception。',
      en: 'action.auto_create_index was set to {settings.autoCreateIndex} ({settings.autoCreateScope}): writes to an index that does not exist yet, such as that of a new day, get index_not_found_exception.',
    },
    severity: 'critical',
    explains: ['elasticsearch.index-missing'],
    probes: ['settings'],
    hints: 'auto_create|no such index|index_not_found|new index|today|midnight|daily|missing|不存在|新索引|今天|零点|创建',
    quoted: 'auto_create_index',
    confirm: {
      all: [
        ['settings.autoCreateScope', '!=', 'default'],
        ['settings.autoCreateIndex', '==', 'false'],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['settings.autoCreateScope', '!=', 'default'],
        ['settings.autoCreateIndex', '!=', 'true'],
      ],
    },
    refute: {
      any: [
        ['settings.autoCreateScope', '==', 'default'],
        ['settings.autoCreateIndex', '==', 'true'],
      ],
    },
    advice: {
      'zh-CN': '确认不是有意限制后恢复默认；有意为之则由模板或脚本预先建好索引。',
      en: 'Unless it is on purpose, put it back to the default; if it is, have indices made ahead by a script or a data stream.',
    },
    remedies: [{ action: 'set-cluster-setting', arguments: { name: 'action.auto_create_index', value: 'default' } }],
    source: 'elastic.co: Index API, Automatically create data streams and indices',
  },
  {
    ...common,
    id: 'elasticsearch.scrolls-used-up',
    title: {
      'zh-CN': 'scroll 上下文用尽：{nodes.scrolls.open} 个没有关闭',
      en: 'Scroll contexts exhausted: {nodes.scrolls.open} are open, new ones refused',
    },
    explanation: {
      'zh-CN':
        '节点 {nodes.scrolls.name} 上开着 {nodes.scrolls.open} 个 scroll，上限 search.max_open_scroll_context 为 {settings.maxOpenScrolls}：有程序开了 scroll 不清除（导出、reindex、没有调用 clear scroll），新的 scroll 被拒绝，旧段也无法释放。',
      en: 'Node {nodes.scrolls.name} has {nodes.scrolls.open} scrolls open and search.max_open_scroll_context allows {settings.maxOpenScrolls}: something opens scrolls and never clears them (an export, a job). New ones are refused, and old segments stay on disk.',
    },
    severity: 'critical',
    probes: ['nodes', 'settings'],
    hints: 'scroll|export|context|滚动|导出|上下文',
    quoted: 'too many scroll contexts',
    confirm: ['nodes.scrolls.open', '>=', { fact: 'settings.maxOpenScrolls', times: 0.95 }],
    likelyWhenHinted: ['nodes.scrolls.open', '>=', { fact: 'settings.maxOpenScrolls', times: 0.7 }],
    refute: ['nodes.scrolls.open', '<', { fact: 'settings.maxOpenScrolls', times: 0.5 }],
    advice: {
      'zh-CN':
        '找到开 scroll 的程序，让它用完即清（DELETE /_search/scroll）、缩短保留时间，或改用 point in time + search_after；应急可 DELETE /_search/scroll/_all（会中断正在进行的导出）。',
      en: 'Find who opens them and have it clear each when done (DELETE /_search/scroll), keep them for less time, or use a point in time with search_after. DELETE /_search/scroll/_all frees all at once and ends exports that are running.',
    },
    remedies: [],
    source: 'elastic.co: Scroll API; search.max_open_scroll_context',
  },
  {
    ...common,
    id: 'elasticsearch.breaker-limit-lowered',
    title: { 'zh-CN': '断路器上限被调低：{settings.breakers}', en: 'Circuit breaker limit was set too low: {settings.breakers}' },
    explanation: {
      'zh-CN':
        '集群设置里有 {settings.breakers}，而 {nodes.breaker.trippedName} 断路器已触发 {nodes.breaker.tripped} 次：拒绝的是上限太低，不是请求太大或堆不够。',
      en: 'The cluster settings have {settings.breakers}, and the {nodes.breaker.trippedName} breaker has tripped {nodes.breaker.tripped} times and refused requests: it is the limit that is low, not the requests that are large or the heap that is short.',
    },
    severity: 'critical',
    explains: ['elasticsearch.breaker-trips', 'elasticsearch.request-too-large'],
    probes: ['settings', 'nodes'],
    hints: 'breaker|circuit|429|too large|断路器|熔断|拒绝',
    confirm: {
      all: [
        ['settings.breakers', '!=', ''],
        ['nodes.breaker.tripped', '>=', 1],
      ],
    },
    likelyWhenHinted: ['settings.breakers', '!=', ''],
    refute: {
      any: [
        ['settings.breakers', '==', ''],
        ['nodes.breaker.tripped', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '核对是谁为何改的，再把该设置去掉（恢复默认）。',
      en: 'See who changed it and why, then take the setting away so that the default holds again.',
    },
    remedies: [],
    source: 'elastic.co: Circuit breaker settings',
  },
];
