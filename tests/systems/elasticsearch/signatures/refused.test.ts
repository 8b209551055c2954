import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusedSignatures } from '../../../../src/systems/elasticsearch/signatures/refused.ts';
import { elasticsearchSignatures } from '../../../../src/systems/elasticsearch/signatures.ts';
import { judgeQuotes } from '../../judge-quotes.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

judgeQuotes('elasticsearch', elasticsearchSignatures, [
  ['{"error":{"type":"index_not_found_exception","reason":"no such index [orders-2026]"},"status":404}', 'index-missing'],
  ['index_not_found_exception: no such index [logs] and [action.auto_create_index] is [false]', 'indices-not-made'],
  [
    'strict_dynamic_mapping_exception: mapping set to strict, dynamic introduction of [coupon] within [_doc] is not allowed',
    'strict-mapping-refuses',
  ],
  ['Result window is too large, from + size must be less than or equal to: [10000] but was [10010]', 'result-window-exceeded'],
  ['Fielddata is disabled on [status] in [orders]. Text fields are not optimised for operations', 'text-field-aggregated'],
  ['version_conflict_engine_exception: [7]: version conflict, document already exists (current version [1])', 'version-conflicts'],
  ['{"type":"too_many_clauses","reason":"maxClauseCount is set to 1024"}', 'too-many-clauses'],
  ['too_many_buckets_exception: Trying to create too many buckets. Must be less than or equal to: [65536]', 'too-many-buckets'],
  ['413 Request Entity Too Large', 'request-body-too-large'],
  ['search_context_missing_exception: No search context found for id [42]', 'search-context-missing'],
  ['No mapping found for [@timestamp] in order to sort on', 'sort-field-unmapped'],
  ['circuit_breaking_exception: [script] Too many dynamic script compilations within, max: [75/5m]', 'script-compilations-limited'],
  ['security_exception: unable to authenticate user [app] for REST request [/orders/_search]', 'client-login-refused'],
  ['action [indices:data/write/bulk[s]] is unauthorized for user [app] with effective roles [logs]', 'permission-denied'],
  ['current license is non-compliant for [security]', 'license-expired'],
  ['The client noticed that the server is not Elasticsearch and we do not support this unknown product.', 'client-incompatible'],
  ['Accept version must be either version 8 or 7, but found 9. Accept=application/vnd.elasticsearch+json', 'client-incompatible'],
  ['es_rejected_execution_exception: rejected execution of coordinating operation [coordinating_and_primary_bytes=1]', 'indexing-pressure'],
  ['bulks get 429 es_rejected_execution_exception', 'requests-rejected'],
  [
    'es_rejected_execution_exception: rejected execution of org.elasticsearch.transport.TransportService$7@1 on EsThreadPoolExecutor[name = node-1/write, queue capacity = 200]',
    'write-rejected',
  ],
  [
    'rejected execution of TimedRunnable on QueueResizingEsThreadPoolExecutor[name = node-1/search, queue capacity = 1000]',
    'search-rejected',
  ],
  ['cluster_block_exception: index [a] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark]', 'flood-stage'],
  ['ClusterBlockException: blocked by: [FORBIDDEN/8/index write (api)]', 'index-write-blocked'],
  ['blocked by: [FORBIDDEN/6/cluster read-only (api)]', 'cluster-read-only'],
  ['{"type":"master_not_discovered_exception","reason":null}', 'no-master'],
  ['process_cluster_event_timeout_exception: failed to process cluster event (put-mapping) within 30s', 'master-overloaded'],
  ['this action would add [2] shards, but this cluster currently has [1000]/[1000] maximum normal shards open', 'max-shards-reached'],
  ['document_parsing_exception: Limit of total fields [1000] has been exceeded while adding new fields [3]', 'mapping-explosion'],
  ['CircuitBreakingException', 'breaker-trips'],
  ['no_shard_available_action_exception', 'red'],
]);

judgeQuotes('elasticsearch', refusedSignatures, [
  ['is the index of yesterday missing, and why does the search reject so much?', null],
  ['which users have no permission on the index?', null],
  ['the result window of the report is large, with many buckets', null],
]);

for (const { claim, facts, said, likely } of [
  {
    claim: 'the limit of fields though there is some room',
    facts: { 'mappings.usedRatio': 0.2 },
    said: 'Limit of total fields [1000] has been exceeded',
    likely: ['mapping-explosion'],
  },
  {
    claim: 'fielddata that its breaker did not let in',
    facts: { 'nodes.fielddata.heapRatio': 0.01, 'nodes.breaker.trippedName': 'fielddata' },
    said: '[fielddata] Data too large, data for [status] would be larger than limit',
    likely: ['fielddata-heavy'],
  },
  {
    claim: 'no fielddata where no breaker ever refused it',
    facts: { 'nodes.fielddata.heapRatio': 0.01, 'nodes.breaker.trippedName': 'parent' },
    said: '[fielddata] Data too large, data for [status] would be larger than limit',
    likely: [],
  },
] as const)
  test(`elasticsearchSignatures take for likely: ${claim}`, () => {
    assert.deepEqual(judgeFacts(elasticsearchSignatures, 'elasticsearch', facts, said).likely, likely);
  });
