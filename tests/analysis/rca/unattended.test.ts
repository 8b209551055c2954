import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NameableSystem } from '../../../src/analysis/rca/name-systems.ts';
import { unattendedTargets } from '../../../src/analysis/rca/unattended.ts';

const systems: readonly NameableSystem[] = [
  { id: 'orders-cache', kind: 'redis', addresses: ['10.0.0.5:6379', '10.0.0.5'], labels: { hostname: 'cache-4' } },
  { id: 'local', kind: 'memcached', addresses: ['127.0.0.1:11211'], labels: {} },
];
const cases: readonly [claim: string, instance: string, words: string, systemIds: readonly string[], targets: readonly string[]][] = [
  ['another of its kind', 'cache-9:6379', 'redis is down', ['orders-cache'], ['cache-9:6379']],
  ['another address', 'redis://10.0.0.9:6379', 'redis is down', ['orders-cache'], ['10.0.0.9:6379']],
  ['not what is known by its address', '10.0.0.5:6379', 'redis is down', ['orders-cache'], []],
  ['not what is known by its label', 'cache-4.shop.example:6379', 'redis is down', ['orders-cache'], []],
  ['not what the words name', 'cache-9:6379', 'orders-cache is down', ['orders-cache'], []],
  ['not an exporter', 'cache-9:9121', 'redis is down', ['orders-cache'], []],
  ['not an exporter that took the port', 'redis-exporter1:6379', 'redis is down', ['orders-cache'], []],
  ['not the name of a service', 'redis:6379', 'redis is down', ['orders-cache'], []],
  ['not loopback', '127.0.0.1:6379', 'redis is down', ['orders-cache'], []],
  ['not of what is reached over loopback', 'mc-2:11211', 'memcached is down', ['local'], []],
];
for (const [claim, instance, words, systemIds, targets] of cases) {
  test(`unattendedTargets() finds ${claim}`, () => {
    assert.deepEqual(unattendedTargets(words, [{ alertname: 'Down', instance }], systems, systemIds), targets);
  });
}
