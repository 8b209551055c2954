import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { discoverEdges, withEdges } from '../../../src/analysis/rca/discover.ts';
import { rankHypotheses } from '../../../src/analysis/rca/rank.ts';
import type { Topology } from '../../../src/analysis/rca/topology.ts';
import type { Evidence, Facts } from '../../../src/domain/evidence.ts';
import { builtInKinds } from '../../../src/systems/registry.ts';

const topology: Topology = {
  systems: [
    { id: 'web-1', kind: 'ssh', dependsOn: [], addresses: ['10.0.0.11'] },
    { id: 'db-1', kind: 'ssh', dependsOn: [], addresses: ['10.0.0.12'] },
    { id: 'orders-api', kind: 'http', runsOn: 'web-1', dependsOn: [], ports: [8_080], addresses: ['10.0.0.11:8080', '10.0.0.11'] },
    { id: 'orders-cache', kind: 'redis', runsOn: 'web-1', dependsOn: [], ports: [6_379], addresses: ['127.0.0.1:6379'] },
    { id: 'orders-db', kind: 'postgresql', runsOn: 'db-1', dependsOn: [], ports: [5_432], addresses: ['db.internal:5432', 'db.internal'] },
    { id: 'other-cache', kind: 'redis', runsOn: 'db-1', dependsOn: [], ports: [6_379], addresses: ['10.0.0.12:6379'] },
  ],
};

function look(systemId: string, facts: Facts, change: Partial<Evidence> = {}): Evidence {
  const headline = { 'zh-CN': systemId, en: systemId };
  const when = { startedAt: '2026-11-21T02:00:00.000Z', durationMs: 1, round: 1, isTruncated: false };
  return {
    id: `e-${systemId}`,
    incidentId: 'i',
    systemId,
    probe: 'p',
    parameters: {},
    status: 'ok',
    headline,
    facts,
    query: '',
    text: '',
    ...when,
    ...change,
  };
}

const seen = look('web-1', {
  'connections.link.0': '8080,8081|java|10.0.0.12:5432|40',
  'connections.link.1': '8080|java|127.0.0.1:6379|4',
  'connections.link.2': '|curl|10.0.0.12:6379|1',
  'connections.link.3': '8080|java|192.0.2.7:443|9',
});

describe('discoverEdges()', () => {
  it('draws what a serving process is connected to, by name, by host and by loopback, and nothing else', () => {
    const edges = discoverEdges(topology, [seen]).map(({ from, to, evidenceId }) => [from, to, evidenceId]);

    assert.deepEqual(edges, [
      ['orders-api', 'orders-db', 'e-web-1'],
      ['orders-api', 'orders-cache', 'e-web-1'],
    ]);
  });
  it('draws who calls whom in traces, by id, by label and by address, as far as both are known', () => {
    const systems = topology.systems.map((each) => (each.id === 'orders-api' ? { ...each, services: ['orders'] } : each));
    const links = {
      'calls.link.0': 'orders|10.0.0.12:6379|40|0',
      'calls.link.1': 'orders|orders-db|7|1',
      'calls.link.2': 'orders|127.0.0.1:6379|7|1',
      'calls.link.3': 'shop|orders|12|0',
    };

    const edges = discoverEdges({ systems }, [look('other-cache', links)]);

    assert.deepEqual(
      edges.map(({ from, to }) => [from, to]),
      [
        ['orders-api', 'other-cache'],
        ['orders-api', 'orders-db'],
        ['orders-api', 'orders-cache'],
      ],
    );
  });
  it('draws a replica’s primary', () => {
    const edges = discoverEdges(topology, [look('orders-cache', { 'replication.master': '10.0.0.12:6379' })]);

    assert.deepEqual(
      edges.map(({ from, to }) => [from, to]),
      [['orders-cache', 'other-cache']],
    );
  });
  it('leaves out what is declared, what could not be looked at and unknown systems', () => {
    const declared = withEdges(topology, discoverEdges(topology, [seen]));

    assert.deepEqual(discoverEdges(declared, [seen]), []);
    assert.deepEqual(discoverEdges(topology, [look('web-1', seen.facts, { status: 'failed' }), look('ghost', seen.facts)]), []);
    assert.deepEqual(discoverEdges(topology, [look('web-1', { 'connections.link.0': 'nonsense', 'replication.master': ':0' })]), []);
  });
});

describe('withEdges()', () => {
  it('lets a fault of the system behind bear on what the incident is about', () => {
    const idle = {
      'replication.role': 'slave',
      'replication.isMaster': false,
      'replication.isReadOnly': false,
      'replication.master': 'x:1',
    };
    const slow = { 'health.waitMs': 3_000, 'health.slowMs': 1_000, 'health.connectMs': 4 };
    const evidence = [seen, look('orders-cache', idle), look('orders-api', slow)];
    const relationIn = (given: Topology): string | undefined =>
      rankHypotheses({
        topology: given,
        signatures: builtInKinds.flatMap((kind) => kind.signatures),
        evidence,
        namedSystemIds: ['orders-api'],
        words: 'orders api is slow',
        ruledOut: new Set(),
      }).hypotheses.find(({ signatureId }) => signatureId === 'redis.replica-writable')?.relation;

    const [without, within] = [relationIn(topology), relationIn(withEdges(topology, discoverEdges(topology, evidence)))];

    assert.deepEqual([without, within], ['aside', 'linked']);
  });
});
