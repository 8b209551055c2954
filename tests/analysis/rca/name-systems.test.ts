import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createNaming, type NameableSystem, nameSystems, strangersOf } from '../../../src/analysis/rca/name-systems.ts';
import type { Labels } from '../../../src/domain/alert.ts';

const systems: readonly NameableSystem[] = [
  { id: 'orders-cache', kind: 'redis', addresses: ['10.0.0.5:6379', '10.0.0.5'], labels: { team: 'orders' } },
  { id: 'session-cache', kind: 'redis', addresses: ['redis.example.com:6379', 'redis.example.com'], labels: { team: 'web', env: 'prod' } },
  { id: 'cache', kind: 'redis', addresses: ['127.0.0.1:6379', 'localhost:6379'], labels: {} },
  { id: 'laptop', kind: 'host', addresses: ['laptop'], labels: { env: 'prod' } },
  { id: 'orders-db', kind: 'postgresql', addresses: ['10.0.0.6:5432', '10.0.0.6'], labels: {} },
  { id: 'billing-db', kind: 'mysql', addresses: ['10.0.0.7:3306', '10.0.0.7'], labels: {} },
  { id: 'shop', kind: 'http', addresses: ['https://shop.example.com', 'shop.example.com'], labels: {} },
];

const cases: readonly [claim: string, words: string, labels: readonly Labels[], ids: readonly string[]][] = [
  ['an exporter’s instance', 'memory is high', [{ instance: '10.0.0.5:6379', job: 'redis' }], ['orders-cache']],
  ['an instance without its port', '', [{ instance: '10.0.0.5:9121' }], ['orders-cache']],
  ['an address that is a URL', '', [{ instance: 'https://shop.example.com/health' }], ['shop']],
  ['a label in another case', '', [{ System: 'Session-Cache' }], ['session-cache']],
  ['loopback by either name', '', [{ instance: 'localhost:6379' }], ['cache']],
  ['labels before words', 'orders-cache is slow', [{ instance: 'laptop' }], ['laptop']],
  ['an id in the words', 'why is orders-cache slow?', [], ['orders-cache']],
  ['an id right beside Chinese', 'orders-cache的内存为什么满了', [], ['orders-cache']],
  ['not an id inside another', 'why is orders-cache slow', [], ['orders-cache']],
  ['an id that stands alone behind one that does not', 'not the orders-cache2 but cache, please', [], ['cache']],
  ['an address in the words', 'redis.example.com:6379 refuses', [], ['session-cache']],
  ['the kind when nothing else is said', 'why is redis slow', [], ['orders-cache', 'session-cache', 'cache']],
  ['the kind in Chinese', '缓存写不进去', [], ['orders-cache', 'session-cache', 'cache']],
  ['PostgreSQL by any of its names', 'PostgresqlTooManyConnections', [], ['orders-db']],
  ['MySQL by any of its names', 'MariaDB 主从延迟', [], ['billing-db']],
  ['databases of any kind', '数据库连接数满了', [], ['orders-db', 'billing-db']],
  ['this machine', '这台机器为什么慢', [], ['laptop']],
  ['the kind within a team', 'redis is slow', [{ team: 'web' }], ['session-cache']],
  ['a team when no kind is meant', 'something is off', [{ team: 'orders' }], ['orders-cache']],
  ['not an environment, which everything shares', 'something is off', [{ env: 'prod' }], []],
  ['nothing when nothing is named', 'hello', [], []],
];

for (const [claim, words, labels, ids] of cases) {
  test(`nameSystems() understands ${claim}`, () => assert.deepEqual(nameSystems(words, labels, systems), ids));
}

const hosts: readonly NameableSystem[] = [
  { id: 'this-host', kind: 'host', addresses: ['app-1', '10.0.0.4'], labels: {} },
  { id: 'storage', kind: 'ssh', addresses: ['10.0.0.5', '10.0.0.5:22'], labels: { hostname: 'nas-2' } },
  { id: 'front', kind: 'ssh', addresses: ['web-1.prod.example.com'], labels: {} },
  { id: 'orders-cache', kind: 'redis', addresses: ['127.0.0.1:6379', 'localhost:6379'], labels: {} },
];
const diskIsFull = 'Filesystem on /dev/vda1 has only 1.62% available space left';
const machineCases: readonly [claim: string, words: string, labels: Labels, ids: readonly string[], strangers: readonly string[]][] = [
  ['a machine that nobody told of', diskIsFull, { instance: 'web-9:9100' }, [], ['web-9']],
  ['the exporter of a known address', diskIsFull, { instance: '10.0.0.5:9100' }, ['storage'], []],
  ['an address of the machine itself', diskIsFull, { instance: '10.0.0.4:9100' }, ['this-host'], []],
  ['a whole name of which only the first part is known', diskIsFull, { instance: 'app-1.prod.example.com:9100' }, ['this-host'], []],
  ['the first part of a name that is known as a whole', diskIsFull, { ident: 'web-1' }, ['front'], []],
  ['no whole name for another', diskIsFull, { instance: 'web-1.test.example.com:9100' }, [], ['web-1.test.example.com']],
  ['no address for one that begins alike', diskIsFull, { instance: '10.0.0.55:9100' }, [], ['10.0.0.55']],
  ['a name that a label tells', '磁盘使用率超过 90%', { nodename: 'nas-2' }, ['storage'], []],
  ['loopback as the machine itself', diskIsFull, { instance: 'localhost:9100' }, ['this-host'], []],
  [
    'the name of an exporter among containers as any',
    diskIsFull,
    { instance: 'node-exporter:9100' },
    ['this-host', 'storage', 'front'],
    [],
  ],
  ['a machine that is down', '', { alertname: 'InstanceDown', instance: 'web-9:9100', job: 'node' }, [], ['web-9']],
  ['a service by its kind, however its exporter is called', 'Redis is out of memory', { instance: 'cache-7:9121' }, ['orders-cache'], []],
  ['nothing in what is no machine’s', 'orders fell', { instance: 'shop-7:8080' }, [], []],
];

for (const [claim, words, labels, ids, strangers] of machineCases) {
  test(`nameSystems() and strangersOf() know ${claim}`, () => {
    assert.deepEqual(nameSystems(words, [labels], hosts), ids);
    assert.deepEqual(strangersOf(words, [labels], hosts), strangers);
  });
}

test('nameSystems() names only what is there, once, and the same again, whatever is said', () => {
  const labels = fc.dictionary(
    fc.constantFrom('instance', 'system', 'team', 'x'),
    fc.oneof(fc.string(), fc.constantFrom('cache', 'laptop', '.*', '(', '10.0.0.5:6379')),
    { noNullPrototype: true },
  );

  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.constantFrom('redis', 'cache(', '[[[', '\\', '缓存')),
      fc.array(labels, { maxLength: 3 }),
      (words, given) => {
        const named = nameSystems(words, given, systems);

        assert.ok(named.every((id) => systems.some((system) => system.id === id)));
        assert.equal(new Set(named).size, named.length);
        assert.deepEqual(nameSystems(words, given, systems), named);
      },
    ),
  );
});

test('nameSystems() is not held up by a page of hostile words', () => {
  const words = ['cache-', 'this ', 'web ', '10.0.0.', 'orders-cache2 '].map((piece) => piece.repeat(40_000)).join('');

  assert.deepEqual(nameSystems(words, [], systems.slice(0, 1)), ['orders-cache'], 'by its kind');
});

test('createNaming() finds what an alert names itself, and never by its kind', () => {
  const named = createNaming([
    { id: 'redis-main', kind: 'redis', addresses: ['10.0.0.1:6379', '10.0.0.1'], labels: {} },
    { id: 'redis-two', kind: 'redis', addresses: ['10.0.0.2:6379'], labels: {} },
  ]);

  assert.deepEqual(named('', { instance: '10.0.0.1:9121' }), ['redis-main']);
  assert.deepEqual(named('redis-two is slow', { alertname: 'Lag' }), ['redis-two']);
  assert.deepEqual(named('redis is out of memory', { alertname: 'RedisMemory' }), []);
});

const machines: readonly NameableSystem[] = [
  { id: 'web-1', kind: 'ssh', addresses: ['10.0.0.4'], labels: {}, serves: ['orders-api', '10.0.0.4:8080', '127.0.0.1:8080'] },
  { id: 'web-2', kind: 'ssh', addresses: ['10.0.0.9'], labels: {} },
  { id: 'edge', kind: 'nginx', addresses: ['127.0.0.1:80'], labels: {}, runsOn: 'web-1' },
  { id: 'orders-db', kind: 'mysql', addresses: ['127.0.0.1:3306'], labels: {}, runsOn: 'web-1' },
];

const onMachines: readonly [claim: string, words: string, labels: readonly Labels[], ids: readonly string[]][] = [
  [
    'what runs on a machine by a label of that machine',
    '',
    [{ alertname: 'NginxHighHttp5xxErrorRate', host: 'web-1', instance: '127.0.0.1:9113' }],
    ['edge'],
  ],
  ['an exporter’s port on the machine', 'MySQL slow queries', [{ instance: '10.0.0.4:9104', job: 'mysqld' }], ['orders-db']],
  ['both where both are spoken of', 'mysql fills the disk', [{ host: 'web-1' }], ['orders-db', 'web-1']],
  ['the machine, whatever its paths are called', 'filesystem full', [{ host: 'web-1', mountpoint: '/var/lib/mysql' }], ['web-1']],
  ['the machine of that kind of trouble', 'mysql is slow', [{ host: 'web-2' }], ['web-2']],
  ['a service that a machine is declared to have', 'gateway timeouts', [{ service: 'orders-api' }], ['web-1']],
  ['a service in the words', '下单服务 orders-api 连不上', [], ['web-1']],
  ['the port of a service', 'Blackbox probe failed', [{ instance: '127.0.0.1:8080' }], ['web-1']],
  [
    'the machine where its own rules say so',
    'mysqld was killed, see https://runbooks.example.com/mysql',
    [{ alertname: 'HostOomKillDetected', host: 'web-1' }],
    ['web-1'],
  ],
  ['no kind in where to read on', 'see https://wiki.example.com/nginx', [{ alertname: 'ClockSkew', host: 'web-1' }], ['web-1']],
  ['one of several that a system runs as', 'restarts', [{ pod: 'x', instance: 'orders-db-0' }], ['orders-db']],
];

for (const [claim, words, labels, ids] of onMachines) {
  test(`nameSystems() understands ${claim}`, () => assert.deepEqual(nameSystems(words, labels, machines), ids));
}

test('nameSystems() names the JVM behind a service that an alert about a JVM is labelled with', () => {
  const shop: NameableSystem = { id: 'shop', kind: 'http', addresses: ['10.0.0.4:8080'], labels: {}, runsOn: 'app-1' };
  const jvm = (id: string): NameableSystem => ({ id, kind: 'jvm', addresses: [], labels: {}, runsOn: 'app-1' });
  const named = (alertname: string, ...jvms: readonly NameableSystem[]) =>
    nameSystems('', [{ alertname, instance: '10.0.0.4:8080' }], [shop, ...jvms]);

  assert.deepEqual(named('JvmMemoryFillingUp', jvm('orders-jvm')), ['shop', 'orders-jvm'], 'the only one there');
  assert.deepEqual(named('JvmMemoryFillingUp', jvm('shop-jvm'), jvm('orders-jvm')), ['shop', 'shop-jvm']);
  assert.deepEqual(named('HighLatency', jvm('shop-jvm')), ['shop']);
});
