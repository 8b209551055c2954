/** What a single real node can't show: answers as the manuals have them, over real HTTP, from a peer that plays the cluster. */

import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, it } from 'node:test';
import { freeBytesOf } from '../../../src/systems/elasticsearch/probes/disk-facts.ts';
import { parseHotThreads } from '../../../src/systems/elasticsearch/probes/hot-threads.ts';
import { countFields } from '../../../src/systems/elasticsearch/probes/mappings.ts';
import { formOf, withoutValues } from '../../../src/systems/elasticsearch/probes/tasks.ts';
import { flatten } from '../../../src/systems/elasticsearch/settings-form.ts';
import { checksOf, elasticsearchKind } from '../../../src/systems/elasticsearch/system.ts';
import { type Diagnosis, diagnoseSystem } from '../../support/diagnose.ts';
import { startHangingPeer } from '../../support/peers.ts';
import { startSite } from '../http/site.ts';
import { type Answers, healthyAnswers, node, unassigned } from './answers.ts';
import { cases, health, stats } from './cases.ts';
import { clientOf, entryOf } from './scene.ts';

async function diagnose(
  changed: Answers,
  play: { readonly first?: Answers; readonly probes?: readonly string[] } = {},
): Promise<Diagnosis> {
  let answers: Answers = { ...healthyAnswers, ...play.first };
  const counts = new Map<string, number>();
  const site = await startSite((request: IncomingMessage, response: ServerResponse) => {
    const path = (request.url ?? '').replace(/\?.*$/, '');
    const found = answers[path];
    const count = counts.get(path) ?? 0;
    counts.set(path, count + 1);
    const body = typeof found === 'function' ? found(count) : found;
    const status =
      body === undefined ? 404 : typeof body === 'object' && 'status' in body && typeof body.status === 'number' ? body.status : 200;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body ?? { error: { type: 'not_there', reason: path }, status: 404 }));
  });
  const entry = entryOf(site.url);
  const client = clientOf(entry);
  try {
    if (play.first !== undefined) await client.warm?.();
    counts.clear();
    answers = { ...healthyAnswers, ...changed };
    return await diagnoseSystem(elasticsearchKind, client, entry, play.probes === undefined ? {} : { probes: play.probes });
  } finally {
    await site.stop();
  }
}

describe('elasticsearchSignatures', { concurrency: 8 }, () => {
  for (const [name, { answers, causes, likely }] of Object.entries(cases))
    it(`name ${name}`, async () => {
      const seen = await diagnose(answers);

      assert.deepEqual(
        [...seen.causes].sort(),
        [...causes].sort(),
        JSON.stringify(seen.hypotheses.map(({ signatureId, state }) => [signatureId, state])),
      );
      if (likely !== undefined) assert.deepEqual(seen.likely, likely);
    });

  it('name a node that has left, which was seen before', async () => {
    const nodes = healthyAnswers['/_cat/nodes'];
    assert.ok(Array.isArray(nodes));
    const left = { ...health({ status: 'yellow', number_of_nodes: 1, unassigned_shards: 1 }), '/_cat/nodes': nodes.slice(0, 1) };

    const seen = await diagnose(
      { ...unassigned({ prirep: 'r', reason: 'NODE_LEFT', explain: {} }), ...left },
      { first: stats(() => [node('es-1'), node('es-2')]) },
    );

    assert.deepEqual(seen.causes, ['node-left']);
    assert.equal(seen.facts['cluster.missingNames'], 'es-2');
  });

  it('name a process that accepts connections and says nothing', async () => {
    const peer = await startHangingPeer();
    const entry = entryOf(`http://127.0.0.1:${String(peer.port)}`);

    const seen = await diagnoseSystem(elasticsearchKind, clientOf(entry), entry, { probes: ['cluster'] });
    await peer.stop();

    assert.deepEqual(seen.causes, ['not-answering']);
  });
});

describe('what answers are read with', () => {
  it('flatten() reads nested and flat settings alike, and leaves out what is null', () => {
    assert.deepEqual(
      [...flatten({ a: { b: '1', 'c.d': ['x', 'y'] }, 'e.f': true, g: null })],
      [
        ['a.b', '1'],
        ['a.c.d', 'x,y'],
        ['e.f', 'true'],
      ],
    );
  });

  it('freeBytesOf() reads percentages, ratios and sizes', () => {
    assert.deepEqual(
      ['85%', '0.85', '50gb', '1.5mb', 'nonsense'].map((each) => Math.round(freeBytesOf(each, 1_000))),
      [150, 150, 53_687_091_200, 1_572_864, 0],
    );
  });

  it('withoutValues() keeps fields and drops what was searched for', () => {
    const source =
      'indices[people], source[{"query":{"bool":{"must":[{"match":{"name":{"query":"Wang \\"Wu\\""}}},{"terms":{"id":[4711,"x9"]}}]}},"size":10}]';
    const masked = withoutValues(source);

    assert.doesNotMatch(masked, /Wang|4711|x9|10/);
    assert.match(masked, /indices\[people\].*"match".*"name".*"terms".*"id"/);
  });

  it('formOf() tells what is expensive in a query', () => {
    const cases: Readonly<Record<string, string>> = {
      '{"wildcard":{"name":{"wildcard":"*abc","boost":1.0}}}': 'wildcard',
      '{"regexp":{"name":{"value":".*"}}}': 'regexp',
      '{"from":20000,"size":10}': 'deep paging',
      '{"match":{"name":{"query":"abc"}}}': '',
    };
    for (const [query, form] of Object.entries(cases)) assert.equal(formOf(query), form, query);
  });

  it('countFields() counts objects, fields below fields, and run-time fields', () => {
    const mapping = { properties: { a: { type: 'text', fields: { raw: {} } }, o: { properties: { x: {}, y: {} } } }, runtime: { r: {} } };

    assert.equal(countFields(mapping), 6);
  });

  it('parseHotThreads() reads node, pool and share', () => {
    const text =
      "::: {es-1}{abc}{x}\n   Hot threads at …\n   \n   95.5% [cpu=95.1%, other=0.4%] (477.5ms out of 500ms) cpu usage by thread 'elasticsearch[es-1][search][T#2]'\n     10/10 snapshots sharing";

    assert.deepEqual(parseHotThreads(text), [{ node: 'es-1', name: 'elasticsearch[es-1][search][T#2]', pool: 'search', ratio: 0.955 }]);
  });

  it('checksOf() warns of what is too much and of what is missing', () => {
    const all = new Set([
      'monitor',
      'manage',
      'all',
      'index monitor',
      'index view_index_metadata',
      'index manage',
      'index read',
      'index write',
    ]);

    assert.equal(checksOf(all, false).filter(({ level }) => level === 'warn').length, 4);
    assert.deepEqual(
      checksOf(new Set(['monitor', 'index monitor', 'index view_index_metadata']), false).map(({ level }) => level),
      ['ok'],
    );
    assert.equal(checksOf(new Set<string>(), true).length, 3);
  });

  it('an address takes no login, and a login is either a key or a name', () => {
    const base = { id: 'a', kind: 'elasticsearch', url: 'http://127.0.0.1:9200' };

    for (const wrong of [
      { url: 'http://elastic:hidden@127.0.0.1:9200' },
      { url: 'ftp://127.0.0.1' },
      { url: 'http://127.0.0.1?x=1' },
      { username: 'a', apiKey: { env: 'K' } },
    ]) {
      const parsed = elasticsearchKind.entry.safeParse({ ...base, ...wrong });
      assert.equal(parsed.success, false, JSON.stringify(wrong));
      assert.doesNotMatch(parsed.error?.message ?? '', /hidden/);
    }
  });
});
