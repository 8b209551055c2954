/** What people may ask to have run on Elasticsearch or OpenSearch: how it is, never the documents in it. */

import type { ActionArguments } from '../../domain/plan.ts';
import { type HttpChange, httpGrammar } from '../http-api/command-grammar.ts';
import { setClusterSetting } from './actions/cluster-settings.ts';
import { setIndexSetting, setReplicas } from './actions/index-settings.ts';
import { retryFailedAllocation } from './actions/work.ts';
import type { ElasticsearchClient } from './client.ts';
import { flatten } from './settings-form.ts';

const timeoutMs = 8_000;
const bytesMax = 262_144;
const index = '[a-z0-9][a-z0-9._-]{0,200}';

const changes: readonly HttpChange<ElasticsearchClient>[] = [
  {
    form: 'PUT /_cluster/settings {"persistent":{"<name>":"<value>"}}',
    method: 'PUT',
    path: /^\/_cluster\/settings$/,
    action: setClusterSetting,
    given: (_match, body) => oneSetting(body, 'persistent.'),
  },
  {
    form: 'PUT /<index>/_settings {"index.number_of_replicas":<n>}',
    method: 'PUT',
    path: new RegExp(`^/(${index})/_settings$`),
    action: setReplicas,
    given([, name = ''], body) {
      const found = oneSetting(body, '');
      return found !== null && found.name === 'index.number_of_replicas' ? { index: name, replicas: Number(found.value) } : null;
    },
  },
  {
    form: 'PUT /<index>/_settings {"<name>":"<value>"}',
    method: 'PUT',
    path: new RegExp(`^/(${index})/_settings$`),
    action: setIndexSetting,
    given([, name = ''], body) {
      const found = oneSetting(body, '');
      return found === null ? null : { index: name, ...found };
    },
  },
  {
    form: 'POST /_cluster/reroute?retry_failed=true',
    method: 'POST',
    path: /^\/_cluster\/reroute\?retry_failed=true$/,
    action: retryFailedAllocation,
    given: (_match, body) => (body === undefined ? {} : null),
  },
];

export const elasticsearchCommands = httpGrammar<ElasticsearchClient>({
  reads: [
    { form: 'GET /', path: /^\/$/ },
    {
      form: 'GET /_cat/<what>',
      path: /^\/_cat\/(aliases|allocation|count|health|indices|master|nodeattrs|nodes|pending_tasks|plugins|recovery|repositories|segments|shards|snapshots|tasks|templates|thread_pool)(\/[\w.,*-]+)?$/,
    },
    { form: 'GET /_cluster/<what>', path: /^\/_cluster\/(health(\/[\w.,*-]+)?|settings|stats|pending_tasks|allocation\/explain)$/ },
    { form: 'GET /_nodes/<what>', path: /^\/_nodes(\/[\w.,*:-]+)?\/(stats(\/[a-z_,]+)?|hot_threads|os|jvm|thread_pool|plugins)$/ },
    { form: 'GET /_tasks', path: /^\/_tasks$/ },
    { form: 'GET /<index>/_settings', path: /^\/[a-z0-9._*-]+\/_settings$/ },
    { form: 'GET /<index>/_mapping', path: /^\/[a-z0-9._*-]+\/_mapping$/ },
    { form: 'GET /<index>/_stats', path: /^\/[a-z0-9._*-]+\/_(stats|segments|recovery|count|shard_stores)$/ },
    { form: 'GET /_ilm/status', path: /^\/_(ilm|slm)\/status$/ },
    { form: 'GET /<index>/_ilm/explain', path: /^\/[a-z0-9._*-]+\/_ilm\/explain$/ },
    { form: 'GET /_snapshot', path: /^\/_snapshot(\/_all)?$/ },
  ],
  changes,
  query:
    /^(v|pretty|human|detailed|flat_settings|include_defaults|h=[\w.,]+|s=[\w.,:]+|bytes=(b|kb|mb|gb)|level=(cluster|indices|shards)|health=(green|yellow|red)|format=(json|text)|threads=\d|actions=[\w*:/]+|local=(true|false))$/,
  get: (client, path, { signal }) => client.readText(path, { timeoutMs, signal }, bytesMax),
});

/** Null unless the body holds exactly one setting, all of it below `prefix`. */
function oneSetting(body: unknown, prefix: string): (ActionArguments & { readonly name: string; readonly value: string }) | null {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return null;
  const found = [...flatten(nullsAsDefault(body))];
  const [name, value] = found[0] ?? [];
  if (found.length !== 1 || name === undefined || value === undefined || !name.startsWith(prefix)) return null;
  return { name: name.slice(prefix.length), value };
}

/** `null` takes a setting away; the actions call that `default`. */
function nullsAsDefault(given: unknown): unknown {
  if (given === null) return 'default';
  if (typeof given !== 'object' || Array.isArray(given)) return given;
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, nullsAsDefault(value)]));
}
