import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { statsOf } from '../../../src/systems/memcached/client.ts';
import { activityFacts } from '../../../src/systems/memcached/probes/activity.ts';
import { connectionsOf, originFacts } from '../../../src/systems/memcached/probes/connections.ts';
import { keyFacts, parseEvent } from '../../../src/systems/memcached/probes/keys.ts';
import { memoryFacts } from '../../../src/systems/memcached/probes/memory.ts';
import { serverFacts } from '../../../src/systems/memcached/probes/server.ts';
import { settingFacts } from '../../../src/systems/memcached/probes/settings.ts';
import { readClasses, slabFacts } from '../../../src/systems/memcached/probes/slabs.ts';
import { memcachedProbes } from '../../../src/systems/memcached/probes.ts';
import { reads, stores, whileBusy, withMemcached } from './scene.ts';

const stats = (...lines: string[]) => statsOf(lines.map((line) => `STAT ${line}`));

describe('memcachedProbes', () => {
  it('begin with the one that says whether it is there', () => assert.equal(memcachedProbes[0]?.name, 'server'));

  it('see what an application does, by rate, origin, class and key', async () => {
    await withMemcached([], async ({ server, look }) => {
      const app = await server.connect();
      const work = () => app.say(`${stores('cart:', 0, 20, 200)}\r\n${reads('cart:', 0, 40)}`);

      const { facts } = await whileBusy(work, () => look());

      assert.ok(Number(facts['activity.setsPerSecond']) > 0);
      assert.equal(Math.round(Number(facts['activity.hitRatio']) * 10), 5);
      assert.equal(facts['connections.topAddress'], '127.0.0.1');
      assert.equal(facts['slabs.worstEvicted'], 0);
      assert.equal(facts['keys.storedPrefix'], 'cart:');
      assert.equal(facts['keys.missedPrefix'], 'cart:');
      assert.equal(facts['server.newcomers'], 'answered');
    });
  });
});

describe('serverFacts()', () => {
  it('knows when it was flushed, and that never is not long ago', () => {
    assert.equal(serverFacts(stats('uptime 100'), stats('oldest 130'))['server.flushedSecondsAgo'], 30);
    assert.equal(serverFacts(stats('uptime 100'), stats('oldest 0'))['server.flushedSecondsAgo'], null);
  });

  it('reads what 1.4 tells', () => {
    const facts = serverFacts(stats('version 1.4.25', 'uptime 9'), stats('oldest 0'));

    assert.deepEqual([facts['server.version'], facts['server.isAccepting'], facts['server.mallocFails']], ['1.4.25', true, 0]);
  });
});

describe('memoryFacts()', () => {
  it('suggests half as much again, and never less than memcached takes', () => {
    const suggested = (bytes: number) => memoryFacts(stats(`limit_maxbytes ${String(bytes)}`), stats())['memory.suggestedMegabytes'];

    assert.deepEqual([suggested(64 * 1_048_576), suggested(2_097_152)], [96, 8]);
  });
});

describe('activityFacts()', () => {
  it('makes no ratio of next to nothing, and no negative rate after a restart', () => {
    const facts = activityFacts({ before: stats('get_hits 500', 'cmd_set 90'), after: stats('get_hits 3', 'get_misses 1'), seconds: 1 });

    assert.deepEqual([facts['activity.hitRatio'], facts['activity.setsPerSecond']], [null, 0]);
  });
});

describe('connectionsOf()', () => {
  it('leaves listeners out and the port of an origin', () => {
    const listed = stats(
      ...['1:addr tcp:0.0.0.0:11211', '1:state conn_listening', '1:secs_since_last_cmd 9'],
      ...['2:addr tcp6:[::1]:5000', '2:state conn_read', '2:secs_since_last_cmd 90', '3:addr tcp:10.0.0.1:6000', '3:state conn_waiting'],
    );

    const lines = connectionsOf(listed);

    assert.deepEqual(
      lines.map(({ address, idleSeconds }) => [address, idleSeconds]),
      [
        ['[::1]', 90],
        ['10.0.0.1', 0],
      ],
    );
    assert.equal(originFacts(lines, 60)['connections.origins'], 2);
    assert.equal(originFacts([], 60)['connections.topShare'], null);
  });
});

describe('slabFacts()', () => {
  it('names the class that evicts most and the one that holds most of the rest', () => {
    const classes = readClasses(
      stats('1:chunk_size 100', '1:total_chunks 900', '1:free_chunks 450', '5:chunk_size 1000', '5:total_chunks 10', 'active_slabs 2'),
      stats('items:5:number 10', 'items:5:evicted 70', 'items:5:evicted_time 2', 'items:1:number 450', 'items:1:age 500'),
    );

    const facts = slabFacts(classes);

    assert.deepEqual([facts['slabs.worstClass'], facts['slabs.worstEvictedShare'], facts['slabs.worstMemoryShare']], [5, 1, 0.1]);
    assert.deepEqual([facts['slabs.othersFreeShare'], facts['slabs.holderClass'], facts['slabs.holderOldestSeconds']], [0.45, 1, 500]);
    assert.equal(slabFacts([])['slabs.worstClass'], null);
  });

  it('judges by who evicts now, not by what was thrown out while the cache was filled', () => {
    const slabs = stats('1:chunk_size 100', '1:total_chunks 900', '5:chunk_size 1000', '5:total_chunks 10', 'active_slabs 2');
    const before = readClasses(slabs, stats('items:1:evicted 90000', 'items:1:age 600', 'items:5:evicted 70'));
    const after = readClasses(slabs, stats('items:1:evicted 90000', 'items:1:age 600', 'items:5:evicted 110'));

    const facts = slabFacts(after, before);

    assert.deepEqual([facts['slabs.worstClass'], facts['slabs.worstEvictedShare'], facts['slabs.holderClass']], [5, 1, 1]);
    assert.equal(slabFacts(after, after)['slabs.worstClass'], 1);
  });
});

describe('settingFacts()', () => {
  it('calls UDP open only where others can reach it', () => {
    const isOpen = (listens: string, port: number) =>
      settingFacts(stats(`inter ${listens}`, `udpport ${String(port)}`))['settings.isUdpOpen'];

    assert.deepEqual([isOpen('NULL', 11_211), isOpen('127.0.0.1', 11_211), isOpen('10.0.0.1', 0)], [true, false, false]);
  });
});

describe('keyFacts()', () => {
  it('reads the lines of the log, and nothing else', () => {
    assert.deepEqual(parseEvent('ts=1.5 gid=1 type=item_get key=a status=not_found clsid=0'), {
      type: 'get',
      key: 'a',
      isFound: false,
      isFetched: false,
      bytes: 0,
    });
    assert.equal(parseEvent('ts=1.5 gid=1 type=conn_new rip=127.0.0.1'), null);
  });

  it('puts evictions together by prefix', () => {
    const events = ['img/1', 'img/2', 'user:1'].flatMap((key) => parseEvent(`type=eviction key=${key} fetch=no ttl=-1`) ?? []);

    const facts = keyFacts(events);

    assert.deepEqual([facts['keys.evictedPrefix'], facts['keys.evictedShare'], facts['keys.evictedUnfetchedShare']], ['img/', 0.667, 1]);
  });
});
