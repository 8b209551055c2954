/** What Elasticsearch and OpenSearch refuse an application, by the error type or text that it gets. */

import { quotedErrors } from '../../quoted-error.ts';

export const refusedSignatures = quotedErrors('elasticsearch', 'cluster', [
  {
    id: 'index-missing',
    severity: 'critical',
    title: {
      'zh-CN': '索引或别名不存在（index_not_found_exception）',
      en: 'The index or alias does not exist (index_not_found_exception)',
    },
    explanation: {
      'zh-CN': '请求的索引、别名或数据流不存在：被删除（包括生命周期到期）、别名没有切换，或名字写错（日期、前缀）。',
      en: 'The index, alias or data stream that is asked for does not exist: it was deleted (by its lifecycle, too), an alias was not switched, or the name is wrong (date, prefix).',
    },
    quoted: '(index_not_found_exception|IndexNotFoundException|no such index \\[)(?![\\s\\S]{0,200}auto_create_index)',
    advice: {
      'zh-CN': '用 GET _cat/indices 与 _cat/aliases 对照名字；误删的从快照恢复；只读查询可用 ignore_unavailable。',
      en: 'Compare with GET _cat/indices and _cat/aliases; restore from a snapshot what was deleted by mistake; searches may use ignore_unavailable.',
    },
    source: 'elastic.co: API conventions, Multi-target syntax',
  },
  {
    id: 'strict-mapping-refuses',
    title: {
      'zh-CN': '映射为 strict，含新字段的文档被拒绝（strict_dynamic_mapping_exception）',
      en: 'The mapping is strict: documents with new fields are rejected (strict_dynamic_mapping_exception)',
    },
    explanation: {
      'zh-CN': '索引的 dynamic 为 strict，写入方送来映射里没有的字段：应用先发布而模板或映射没有更新。',
      en: 'dynamic is strict and documents bring a field that the mapping lacks: the application was released before template or mapping were changed.',
    },
    quoted: 'strict_dynamic_mapping_exception|StrictDynamicMappingException|mapping set to strict, dynamic introduction of',
    probes: ['mappings'],
    advice: {
      'zh-CN': '把报错里的字段加进映射与索引模板，再补写被拒绝的文档；或让应用先不发它。',
      en: 'Add the field of the error to mapping and index template and send again what was refused; or have the application leave it out for now.',
    },
    source: 'elastic.co: Mapping, dynamic',
  },
  {
    id: 'result-window-exceeded',
    title: { 'zh-CN': '深分页超过 max_result_window，查询被拒绝', en: 'Deep paging exceeds max_result_window: searches are refused' },
    explanation: {
      'zh-CN': 'from + size 大于 index.max_result_window（默认 10000）：用户翻得太深，或导出任务用了分页。',
      en: 'from + size is larger than index.max_result_window (10,000 by default): somebody pages too deep, or an export uses paging.',
    },
    quoted: 'Result window is too large',
    advice: {
      'zh-CN': '改用 search_after 加 PIT（导出也是），并限制页数；不要调大上限，它会耗尽堆。',
      en: 'Use search_after with a point in time, also for exports, and limit the pages; a larger limit costs heap.',
    },
    source: 'elastic.co: Paginate search results',
  },
  {
    id: 'text-field-aggregated',
    title: {
      'zh-CN': '对 text 字段排序或聚合，查询被拒绝（fielddata 未启用）',
      en: 'Sorting or aggregating on a text field is refused (fielddata is disabled)',
    },
    explanation: {
      'zh-CN': 'text 字段默认不建 fielddata：查询应当用 keyword 子字段；也常因新索引没有套用模板，动态映射把它建成了 text。',
      en: 'Text fields have no fielddata by default: the query should use a keyword sub-field. Often a new index missed its template and dynamic mapping made it text.',
    },
    quoted: 'Fielddata is disabled on|Text fields are not optimised for operations that require per-document field data',
    probes: ['mappings'],
    advice: {
      'zh-CN': '改用“字段.keyword”；核对新索引的映射与模板，错了就改模板并 reindex；不要打开 fielddata。',
      en: 'Use field.keyword; compare mapping and template of the new index, and reindex after correcting the template; leave fielddata off.',
    },
    source: 'elastic.co: text field type, fielddata',
  },
  {
    id: 'version-conflicts',
    title: {
      'zh-CN': '文档版本冲突，写入被拒绝（version_conflict_engine_exception）',
      en: 'Version conflicts: writes are refused (version_conflict_engine_exception)',
    },
    explanation: {
      'zh-CN': '同一文档被并发更新，或以 create 方式写入而它已经存在（重试、重复消息）。',
      en: 'Several writers update the same document at once, or it is created (op_type create) though it exists: a retry or a message that came twice.',
    },
    quoted:
      'version_conflict_engine_exception|VersionConflictEngineException|version conflict, (document already exists|current version|required seqNo)',
    advice: {
      'zh-CN': '更新设 retry_on_conflict，或用 if_seq_no 重读后再写；update_by_query 用 conflicts=proceed；重复写入按幂等处理。',
      en: 'Set retry_on_conflict for updates, or read again and use if_seq_no; conflicts=proceed for update_by_query; treat what came twice as done.',
    },
    source: 'elastic.co: Optimistic concurrency control',
  },
  {
    id: 'too-many-clauses',
    title: {
      'zh-CN': '查询条件过多，超过子句上限（too_many_clauses）',
      en: 'The query has too many clauses and is refused (too_many_clauses)',
    },
    explanation: {
      'zh-CN': '布尔查询或通配展开的子句超过 indices.query.bool.max_clause_count：大列表拼成了 should，或通配、多字段查询展开太多。',
      en: 'A bool query, or what a wildcard expands to, exceeds indices.query.bool.max_clause_count: a long list was made into should, or a wildcard or many fields expand too far.',
    },
    quoted: 'too_many_(nested_)?clauses|TooMany(Nested)?Clauses|maxClauseCount is set to|Query contains too many nested clauses',
    advice: {
      'zh-CN': '大列表改用 terms（或 terms lookup），收窄通配与字段；确需再调上限。',
      en: 'Use terms (or terms lookup) for lists, narrow wildcards and fields; raise the limit only if it must be.',
    },
    source: 'elastic.co: Search settings, indices.query.bool.max_clause_count',
  },
  {
    id: 'too-many-buckets',
    title: {
      'zh-CN': '聚合的桶过多，查询被拒绝（too_many_buckets_exception）',
      en: 'Too many buckets: the aggregation is refused (too_many_buckets_exception)',
    },
    explanation: {
      'zh-CN': '聚合产生的桶超过 search.max_buckets：时间间隔太细、范围太大，或嵌套了高基数的 terms。',
      en: 'An aggregation makes more buckets than search.max_buckets: an interval too fine for its range, or nested terms of high cardinality.',
    },
    quoted: 'too_many_buckets_exception|TooManyBucketsException|Trying to create too many buckets',
    advice: {
      'zh-CN': '放粗间隔、缩短范围，高基数改用 composite 分页；看板多半是时间范围被选大了。',
      en: 'Use a coarser interval or a shorter range, and composite paging for high cardinality; on dashboards mostly the range was set too wide.',
    },
    source: 'elastic.co: Search settings, search.max_buckets',
  },
  {
    id: 'request-body-too-large',
    title: {
      'zh-CN': '请求体过大，被拒绝（413，http.max_content_length）',
      en: 'The request body is too large (413, http.max_content_length)',
    },
    explanation: {
      'zh-CN': '一次 bulk 或文档超过 http.max_content_length（默认 100 MB），或前面的代理的请求体上限。',
      en: 'A bulk or document exceeds http.max_content_length (100 MB by default), or the body limit of a proxy in front.',
    },
    quoted: '\\b413\\b.{0,20}(Request Entity|Content|Payload) Too Large|TooLongHttpContentException|HTTP content length exceeded',
    advice: {
      'zh-CN': '把 bulk 拆小（5～15 MB），大文件不要直接写入；核对代理的上限（client_max_body_size）。',
      en: 'Send smaller bulks (5 to 15 MB), and no large files; compare the limit of the proxy (client_max_body_size).',
    },
    source: 'elastic.co: Networking, http.max_content_length',
  },
  {
    id: 'search-context-missing',
    title: {
      'zh-CN': '滚动查询（scroll）或 PIT 已过期（search_context_missing_exception）',
      en: 'Scroll or point in time has expired (search_context_missing_exception)',
    },
    explanation: {
      'zh-CN': '两批之间处理得比保持时间久，或节点重启、分片迁移使上下文消失。',
      en: 'Handling a batch took longer than it is kept, or a node restarted or a shard moved and the context went with it.',
    },
    quoted: 'search_context_missing_exception|SearchContextMissingException|No search context found for id',
    advice: {
      'zh-CN': '减小每批大小或适当延长 scroll/keep_alive；看节点是否重启；用 search_after 加 PIT 续读。',
      en: 'Use smaller batches or a longer keep-alive; see whether a node restarted; go on with search_after and a new point in time.',
    },
    source: 'elastic.co: Scroll API; Point in time API',
  },
  {
    id: 'sort-field-unmapped',
    title: { 'zh-CN': '排序字段在某个索引中没有映射，查询失败', en: 'The sort field is not mapped in some index: searches fail' },
    explanation: {
      'zh-CN': '查询跨多个索引，其中新的或空的索引没有该字段（模板没套用，或还没有文档）。',
      en: 'A search spans several indices, and a new or empty one lacks the field (no template, or no documents yet).',
    },
    quoted: 'No mapping found for \\[[^\\]]+\\] in order to sort on',
    probes: ['mappings'],
    advice: {
      'zh-CN': '在排序中加 unmapped_type，并在模板中定义该字段。',
      en: 'Add unmapped_type to the sort, and define the field in the template.',
    },
    source: 'elastic.co: Sort search results, ignoring unmapped fields',
  },
  {
    id: 'script-compilations-limited',
    title: { 'zh-CN': '脚本动态编译过多，被限流', en: 'Too many dynamic script compilations: scripts are refused' },
    explanation: {
      'zh-CN': '脚本里拼入了变化的值，每次都要编译，超过 script.max_compilations_rate。',
      en: 'Changing values are written into scripts, so that each is compiled anew, and script.max_compilations_rate is exceeded.',
    },
    quoted: 'Too many dynamic script compilations',
    advice: {
      'zh-CN': '把值放进 params，或用存储脚本；应急可调大该速率。',
      en: 'Pass values as params, or store the script; meanwhile the rate can be raised.',
    },
    source: 'elastic.co: How to write scripts, limit compilations',
  },
  {
    id: 'client-login-refused',
    severity: 'critical',
    title: { 'zh-CN': '客户端登录被拒绝（401，认证失败）', en: 'Clients are refused at login (401, authentication failed)' },
    explanation: {
      'zh-CN': '没有带凭据，或用户、密码、API key 不对：密码轮换、API key 过期或被吊销、用户被禁用。',
      en: 'Credentials are missing, or user, password or API key are wrong: a rotated password, an API key that expired or was revoked, a disabled user.',
    },
    quoted: 'missing authentication credentials for REST request|unable to authenticate (user|with provided credentials)',
    advice: {
      'zh-CN': '用 GET _security/_authenticate 以该凭据试一次；核对密钥里的值，过期的 API key 重新签发。',
      en: 'Try the credentials with GET _security/_authenticate; compare what the secret holds, and issue a new API key where it has expired.',
    },
    source: 'elastic.co: Security, Troubleshooting authentication',
  },
  {
    id: 'permission-denied',
    severity: 'critical',
    title: { 'zh-CN': '权限不足（403，action is unauthorized）', en: 'Permission denied (403, the action is unauthorized)' },
    explanation: {
      'zh-CN': '用户的角色不含该索引或操作的权限：新的索引名不在角色的模式里，或换了账号。',
      en: 'The roles of the user do not cover that index or action: a new name of an index is not in their patterns, or another account is used.',
    },
    quoted:
      'action \\[.{1,100}\\] is unauthorized for (user|API key|service account)|no permissions for \\[[^\\]]*\\] and (associated )?User',
    advice: {
      'zh-CN': '按报错里的 action 与索引，对照角色的索引模式与权限（GET _security/user/_has_privileges）。',
      en: 'Compare action and index of the error with the patterns and privileges of the roles (GET _security/user/_has_privileges).',
    },
    source: 'elastic.co: Security privileges',
  },
  {
    id: 'license-expired',
    severity: 'critical',
    title: { 'zh-CN': '许可证（license）过期或不含该功能', en: 'The license has expired or does not cover the feature' },
    explanation: {
      'zh-CN': '许可证过期后，安全、机器学习等订阅功能及部分监控接口被拒绝。',
      en: 'Once it has expired, features of a subscription (parts of security, machine learning) and some monitoring calls are refused.',
    },
    quoted: 'current license is non-compliant for',
    advice: {
      'zh-CN': '用 GET _license 看到期时间，更新许可证，或改回 basic（POST _license/start_basic）。',
      en: 'See GET _license for its end; renew it, or go back to basic (POST _license/start_basic).',
    },
    source: 'elastic.co: License management',
  },
  {
    id: 'client-incompatible',
    title: { 'zh-CN': '客户端与服务端版本或产品不兼容', en: 'Client and server are incompatible (version or product)' },
    explanation: {
      'zh-CN':
        '客户端检查到服务端不是 Elasticsearch（7.14 起的客户端连 OpenSearch 或旧版本、代理去掉了 X-Elastic-Product），或客户端大版本高于服务端。',
      en: 'The client finds that the server is not Elasticsearch (clients since 7.14 with OpenSearch or an old server, or a proxy that drops X-Elastic-Product), or its major version is above that of the server.',
    },
    quoted:
      'server is not (a supported distribution of )?Elasticsearch|UnsupportedProductError|ProductNotSupportedException|(Accept|Content-Type) version must be either version|media_type_header_exception',
    advice: {
      'zh-CN': '把客户端退回与服务端相同的大版本；OpenSearch 用 opensearch 客户端；代理保留响应头。',
      en: 'Use a client of the same major version as the server; the opensearch client for OpenSearch; let proxies keep the response headers.',
    },
    source: 'elastic.co: Client compatibility; X-Elastic-Product',
  },
  {
    id: 'indexing-pressure',
    title: {
      'zh-CN': '在途写入占用内存过多，写入被拒绝（indexing pressure）',
      en: 'Indexing pressure: writes in flight take too much memory and are refused (429)',
    },
    explanation: {
      'zh-CN': '正在处理的写入字节超过 indexing_pressure.memory.limit（默认堆的 10%）：bulk 太大、并发太多，或某个副本节点太慢。',
      en: 'The bytes of writes in flight exceed indexing_pressure.memory.limit (10% of the heap by default): bulks are too large or too many at once, or a node with replicas is slow.',
    },
    quoted: 'rejected execution of (coordinating|primary|replica) operation \\[',
    probes: ['nodes'],
    advice: {
      'zh-CN': '减小 bulk 与并发，遇 429 退避重试；看哪个节点慢（磁盘、合并、GC）。',
      en: 'Use smaller bulks and fewer at once, and back off on 429; see which node is slow (disk, merges, garbage collection).',
    },
    source: 'elastic.co: Indexing pressure',
  },
  {
    id: 'requests-rejected',
    role: 'symptom',
    title: {
      'zh-CN': '线程池排满，请求被拒绝（429，es_rejected_execution_exception）',
      en: 'A thread pool is full and rejects requests (429, es_rejected_execution_exception)',
    },
    explanation: {
      'zh-CN': '某个线程池（多为 write 或 search）的队列满了：请求太多，或慢查询、磁盘、合并拖住线程。',
      en: 'The queue of a thread pool (mostly write or search) is full: there are too many requests, or slow queries, disk or merges hold its threads.',
    },
    quoted:
      '(\\brejected_execution_exception|es_rejected_execution_exception|(Es|OpenSearch)RejectedExecutionException)(?![\\s\\S]{0,800}(name = |operation \\[))',
    probes: ['nodes'],
    advice: {
      'zh-CN': '用 GET _cat/thread_pool?v 看哪个池在拒绝；客户端退避重试，再按池处理慢查询或写入。',
      en: 'See which pool rejects with GET _cat/thread_pool?v; have clients back off, then deal with slow searches or with writes.',
    },
    source: 'elastic.co: Rejected requests',
  },
]);
