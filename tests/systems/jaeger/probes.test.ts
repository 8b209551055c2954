/** What the looks and the signatures make of answers that a real Jaeger 1.62 gave. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Facts, Look } from '../../../src/domain/evidence.ts';
import { jaegerKind } from '../../../src/systems/jaeger/system.ts';
import { contextOf } from '../../contracts/system.ts';
import type { Site } from '../http/site.ts';
import { judgeSignature } from '../linux/diagnose.ts';
import { readRecorded } from './recorded.ts';
import { scenes } from './scenes.ts';

const recorded = readRecorded();
const sites = new Map<string, Site>();
before(async () => {
  for (const scene of scenes) sites.set(scene, await recorded.start(scene));
});
after(async () => {
  for (const site of sites.values()) await site.stop();
});

async function look(scene: string, name: string, given: Facts = {}, more: Facts = {}): Promise<Look> {
  const url = sites.get(scene)?.url ?? assert.fail(scene);
  const entry = jaegerKind.entry.parse({ id: 'traces', kind: 'jaeger', url, adminUrl: url, ...more });
  const probe = jaegerKind.probes.find((each) => each.name === name) ?? assert.fail(name);
  const client = jaegerKind.connect(entry, { clock: recorded.clock, resolveSecret: () => '' });
  const context = { ...contextOf(entry, 20_000), clock: recorded.clock, aboutMs: recorded.recordedAtMs };
  const seen = await probe.look(client, probe.parameters.parse(given), context);
  assert.equal(seen.status, 'ok', seen.reason);
  return seen;
}

async function factsOf(scene: string): Promise<Facts> {
  const looks = await Promise.all(['services', 'latency', 'errors', 'self'].map((name) => look(scene, name)));
  return Object.assign({}, ...looks.map(({ facts }) => facts));
}

function found(facts: Facts): readonly string[] {
  return jaegerKind.signatures.filter((each) => judgeSignature(each, facts) === 'confirmed').map(({ id }) => id.replace('jaeger.', ''));
}

describe('Jaeger, on answers of a real 1.62', () => {
  const cases: Readonly<Record<string, { readonly finds: readonly string[]; readonly facts: Facts }>> = {
    healthy: {
      finds: [],
      facts: { 'services.count': 2, 'services.silent': 0, 'errors.traces': 0, 'nplus.times': 0, 'latency.operation': 'GET /checkout' },
    },
    'slow-query': {
      finds: ['operation-slower', 'time-in-database'],
      facts: {
        'latency.service': 'shop',
        'path.service': 'orders',
        'path.peer': 'orders-db:5432',
        'path.selfMs': 850,
        'path.earlierMs': 20,
        'path.statement': 'SELECT * FROM orders WHERE customer = ? AND id IN (?)',
      },
    },
    'slow-service': {
      finds: ['operation-slower', 'time-in-service'],
      facts: { 'path.service': 'orders', 'path.operation': 'GET /orders', 'path.selfMs': 860, 'path.kind': 'work' },
    },
    'slow-way': {
      finds: ['operation-slower', 'time-on-the-way'],
      facts: { 'path.service': 'shop', 'path.operation': 'call orders', 'path.selfMs': 845 },
    },
    'slow-peer': { finds: ['operation-slower', 'time-in-unreported-call'], facts: { 'path.peer': 'pay.example:443', 'path.selfMs': 840 } },
    'n-plus-one': {
      finds: ['operation-slower', 'time-in-database', 'n-plus-one'],
      facts: { 'nplus.times': 40, 'nplus.service': 'orders', 'nplus.caller': 'GET /orders', 'nplus.totalMs': 800 },
    },
    errors: {
      finds: ['traces-failing', 'error-origin'],
      facts: {
        'origin.service': 'orders',
        'origin.operation': 'GET /orders',
        'origin.message': 'order rejected: no stock column',
        'errors.earlierRate': 0,
      },
    },
    'call-refused': {
      finds: ['traces-failing', 'call-failing'],
      facts: {
        'origin.service': 'orders',
        'origin.peer': 'orders-db:5432',
        'origin.message': 'connect ECONNREFUSED 10.0.0.9:5432',
        'errors.rate': 1,
      },
    },
    timeouts: {
      finds: ['operation-slower', 'time-in-service', 'traces-failing', 'call-times-out'],
      facts: { 'origin.service': 'shop', 'origin.operation': 'call orders', 'origin.peer': 'orders', 'origin.isTimeout': true },
    },
    retries: {
      finds: ['operation-slower', 'time-in-service', 'retries'],
      facts: {
        'retries.reason': 'order rejected: no stock column',
        'retries.service': 'shop',
        'retries.operation': 'call orders',
        'retries.times': 3,
        'errors.traces': 0,
        'errors.copedWith': 15,
      },
    },
    skew: { finds: ['clock-skew'], facts: { 'skew.service': 'orders' } },
    'instance-fails': {
      finds: ['traces-failing', 'error-origin', 'one-instance-failing'],
      facts: { 'instance.name': 'orders-1', 'instance.count': 3, 'instance.failed': 5, 'instance.served': 5, 'instance.othersServed': 10 },
    },
    'instance-slow': {
      finds: ['operation-slower', 'time-in-service', 'one-instance-slow'],
      facts: { 'slowInstance.name': 'orders-1', 'slowInstance.ms': 845, 'slowInstance.othersMs': 45 },
    },
    'orders-silent': { finds: ['service-silent'], facts: { 'services.silentName': 'orders', 'services.silent': 1 } },
    'all-silent': { finds: ['nothing-arrives'], facts: { 'services.silent': 2, 'services.areAllSilent': true } },
  };
  for (const [scene, expected] of Object.entries(cases))
    it(`${scene}: ${expected.finds.join(', ') || 'nothing'}`, async () => {
      const facts = await factsOf(scene);

      assert.deepEqual([...found(facts)].sort(), [...expected.finds].sort(), JSON.stringify(facts, null, 1));
      for (const [name, value] of Object.entries(expected.facts)) assert.equal(facts[name], value, name);
    });
  it('every scene has its case', () => assert.deepEqual(Object.keys(cases), scenes));

  it('tells the same from version 3 of the API', async () => {
    const { facts } = await look('slow-query', 'latency', {}, { api: 'v3' });

    assert.deepEqual(found(facts), ['operation-slower', 'time-in-database']);
    assert.deepEqual([facts['path.peer'], facts['path.selfMs']], ['orders-db:5432', 850]);
  });
  it('tells the instance from version 3 of the API', async () => {
    const { facts } = await look('instance-fails', 'errors', {}, { api: 'v3' });

    assert.equal(facts['instance.name'], 'orders-1');
  });
  it('draws who calls whom, and where a database is', async () => {
    const { facts, headline } = await look('call-refused', 'dependencies');

    assert.deepEqual([facts['calls.link.0'], facts['calls.link.1']], ['shop|orders|15|15', 'orders|orders-db:5432|15|15']);
    assert.match(headline.en, /2 links; shop → orders fails most/);
  });
  it('prints the slowest trace with its critical path, and no value of a statement', async () => {
    const { text, headline } = await look('slow-query', 'trace');

    assert.match(
      text,
      /\+10\.0 ms orders SELECT shop\.orders 850 ms self 850 ms → orders-db:5432 \[postgresql\] SELECT \* FROM orders WHERE customer = \? AND id IN \(\?\)/,
    );
    assert.match(headline['zh-CN'], /shop GET \/checkout 用时 900 ms，其中 orders SELECT shop\.orders 自身 850 ms/);
  });
});
