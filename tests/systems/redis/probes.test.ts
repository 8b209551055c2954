import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseInfo } from '../../../src/systems/redis/info.ts';
import { withoutHashes } from '../../../src/systems/redis/probes/acl.ts';
import { activityFacts } from '../../../src/systems/redis/probes/activity.ts';
import { bigkeysFacts, type SampledKey } from '../../../src/systems/redis/probes/bigkeys-facts.ts';
import { clientFacts, hostOf, parseClients } from '../../../src/systems/redis/probes/client-lines.ts';
import { clusterFacts } from '../../../src/systems/redis/probes/cluster.ts';
import { hotkeyFacts } from '../../../src/systems/redis/probes/hotkeys.ts';
import { keyspaceFacts } from '../../../src/systems/redis/probes/keyspace.ts';
import { memoryFacts } from '../../../src/systems/redis/probes/memory.ts';
import { masterState } from '../../../src/systems/redis/probes/replication.ts';
import { classOf, slowlogFacts } from '../../../src/systems/redis/probes/slowlog.ts';
import { redisProbes } from '../../../src/systems/redis/probes.ts';
import { withRedis } from './with-redis.ts';

describe('redisProbes', () => {
  it('none of the cheap ones walks the keys', () => {
    const cheap = redisProbes.filter((probe) => probe.cost === 'cheap').map((probe) => probe.name);

    assert.ok(!cheap.includes('bigkeys') && !cheap.includes('hotkeys'));
    assert.ok(cheap.length >= 10);
  });

  it('bigkeys finds the one big key of another database', async () => {
    await withRedis({}, async ({ server, look }) => {
      const redis = await server.connect();
      for (let index = 0; index < 200; index += 1) await redis.set(`small:${String(index)}`, 'x');
      await redis.select(5);
      await redis.hset('big', Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`f${String(index)}`, 'v'.repeat(200)])));

      const { facts } = await look({ probes: ['bigkeys'] });

      assert.deepEqual([facts['bigkeys.topKey'], facts['bigkeys.topDatabase'], facts['bigkeys.topLength']], ['big', 5, 3_000]);
      assert.equal(facts['bigkeys.isComplete'], true);
    });
  });

  it('bigkeys finds a collection that a short sample of many keys would miss, and says that it saw a part', async () => {
    await withRedis({}, async ({ server, look }) => {
      const redis = await server.connect();
      await redis.eval(
        "for i=1,50000 do redis.call('set', 'k:'..i, 'x') end for i=1,20000 do redis.call('rpush', 'backlog', 'some element') end",
        0,
      );

      const { facts } = await look({ probes: ['bigkeys'], parameters: { bigkeys: { keysMax: 2_000, withinMs: 3_000 } } });

      assert.equal(facts['bigkeys.isComplete'], false);
      assert.equal(facts['bigkeys.topKey'], 'backlog');
    });
  });

  it('no probe shows a value, a password or a hash', async () => {
    await withRedis({ config: { 'slowlog-log-slower-than': '0' } }, async ({ server, look }) => {
      const redis = await server.connect();
      await redis.call('ACL', 'SETUSER', 'app', 'on', '>password-of-app', '~*', '+@all');
      await redis.set('card:1', 'value-that-is-private');
      await redis.call('CONFIG', 'SET', 'masterauth', 'password-of-primary');
      let isOver = false;
      const load = (async () => {
        while (!isOver) await redis.set('card:1', 'value-that-is-private');
      })();

      const seen = JSON.stringify((await look()).evidence);
      isOver = true;
      await load;

      for (const secret of ['value-that-is-private', 'password-of-app', 'password-of-primary']) assert.ok(!seen.includes(secret), secret);
      assert.doesNotMatch(seen, /#[0-9a-f]{64}/);
    });
  });

  it('an account without rights sees that as denied, probe by probe', async () => {
    await withRedis({}, async ({ server, client, look }) => {
      const admin = await server.connect();
      await admin.call('ACL', 'SETUSER', 'default', '-config', '-slowlog', '-client', '-acl');

      const { evidence } = await look({ probes: ['server', 'memory', 'config', 'slowlog', 'clients', 'acl'] });
      const statusOf = Object.fromEntries(evidence.map((each) => [each.probe, each.status]));

      assert.deepEqual(statusOf, { server: 'ok', memory: 'ok', config: 'denied', slowlog: 'denied', clients: 'denied', acl: 'denied' });
      assert.equal(typeof client.address, 'string');
    });
  });
});

describe('facts from what Redis says', () => {
  it('withoutHashes() hides passwords of ACL rules', () => {
    assert.equal(withoutHashes('user app on #0123abcd >pw ~* &* +@all'), 'user app on (password) (password) ~* &* +@all');
  });

  it('activityFacts() are rates, and never below zero after CONFIG RESETSTAT', () => {
    const before = parseInfo(
      'total_commands_processed:1000\nkeyspace_hits:10\nkeyspace_misses:0\nevicted_keys:5\nerrorstat_OOM:count=2\ncmdstat_get:calls=10,usec=100,usec_per_call=10\n',
    );
    const after = parseInfo(
      'total_commands_processed:1201\nkeyspace_hits:40\nkeyspace_misses:70\nevicted_keys:0\nerrorstat_OOM:count=12\ncmdstat_get:calls=110,usec=1100,usec_per_call=10\n',
    );

    const facts = activityFacts(before, after, 2);

    assert.equal(facts['activity.commandsPerSecond'], 100);
    assert.equal(facts['activity.hitRatio'], 0.3);
    assert.equal(facts['activity.evictedPerSecond'], 0);
    assert.equal(facts['activity.errors.OOM'], 5);
    assert.equal(facts['activity.errors.MISCONF'], 0);
    assert.equal(facts['activity.topCommand'], 'get');
  });

  it('activityFacts() and keyspaceFacts() tell no hit ratio where more is evicted than read', () => {
    const before = parseInfo('keyspace_hits:0\nkeyspace_misses:0\nevicted_keys:3000\n');
    const after = parseInfo('keyspace_hits:150\nkeyspace_misses:0\nevicted_keys:3600\n');

    assert.equal(activityFacts(before, after, 1)['activity.hitRatio'], null);
    const ours = parseInfo(
      'keyspace_hits:9000\nkeyspace_misses:0\nevicted_keys:3600\ncmdstat_memory|usage:calls=4000,usec=9\ncmdstat_type:calls=4000,usec=9\n',
    );
    assert.equal(activityFacts(before, ours, 1)['activity.hitRatio'], null, 'what we measure ourselves');
    assert.equal(keyspaceFacts(after)['keyspace.hitRatio'], null);
    assert.equal(keyspaceFacts(parseInfo('keyspace_hits:990\nkeyspace_misses:10\nevicted_keys:100\n'))['keyspace.hitRatio'], 0.99);
  });

  it('bigkeysFacts() of nothing divide by nothing', () => {
    const facts = bigkeysFacts([], 0, 0);

    assert.ok(Object.values(facts).every((value) => typeof value !== 'number' || Number.isFinite(value)));
  });

  it('bigkeysFacts() group names by their prefix', () => {
    const key = (name: string, bytes: number): SampledKey => ({
      name,
      bytes,
      database: 0,
      ttlMs: -1,
      seenAtMs: 0,
      type: 'string',
      length: 1,
    });

    const facts = bigkeysFacts([key('cart:1', 10), key('user:1:x', 6), key('user:2:y', 6), key('7', 1)], 100, 4);

    assert.deepEqual([facts['bigkeys.topKey'], facts['bigkeys.topPrefix'], facts['bigkeys.topPrefixKeys']], ['cart:1', 'user:', 2]);
  });

  it('clientFacts() leave replicas, waiting consumers and ourselves out of the blame', () => {
    const lines = parseClients(
      [
        'id=1 addr=10.0.0.1:5 name= age=900 idle=800 flags=N omem=0 tot-mem=100 cmd=get user=default',
        'id=2 addr=10.0.0.1:6 name= age=900 idle=800 flags=b omem=0 tot-mem=100 cmd=blpop user=default',
        'id=3 addr=10.0.0.2:7 name= age=900 idle=1 flags=S omem=900000 tot-mem=900000 cmd=replconf user=default',
        'id=4 addr=10.0.0.3:8 name=zhiban age=1 idle=0 flags=N omem=0 tot-mem=999 cmd=client|list user=default',
        'id=5 addr=[::1]:9 name=web age=3 idle=0 flags=b omem=0 tot-mem=50 cmd=set user=default',
      ].join('\n'),
    );

    const facts = clientFacts(lines, 60);

    assert.deepEqual([facts['clients.topGroup'], facts['clients.topGroupCount'], facts['clients.topGroupIdle']], ['10.0.0.1', 2, 1]);
    assert.deepEqual([facts['clients.held'], facts['clients.heldCommand'], facts['clients.waitingForItems']], [1, 'set', 1]);
    assert.equal(facts['clients.replicaOutputBytes'], 900_000);
    assert.deepEqual([hostOf('[::1]:9'), hostOf('10.0.0.1:5'), hostOf('/run/redis.sock:0')], ['::1', '10.0.0.1', '/run/redis.sock']);
  });

  it('clusterFacts() count failed nodes, not suspected ones', () => {
    const nodes =
      'a 10.0.0.1:1@2 myself,master - 0 0 1 connected 0-5000\nb 10.0.0.2:1@2 master,fail - 0 0 2 disconnected 5001-9000\nc 10.0.0.3:1@2 master,fail? - 0 0 3 connected';

    const facts = clusterFacts('cluster_state:fail\r\ncluster_slots_assigned:9001\r\n', nodes);

    assert.deepEqual([facts['cluster.nodesFailed'], facts['cluster.failedNode'], facts['cluster.slotsMissing']], [1, '10.0.0.2:1', 7_383]);
  });

  it('hotkeyFacts() do not take a script or a password for a key', () => {
    const facts = hotkeyFacts([
      { command: 'eval', key: 'return 1', source: 'a:1' },
      { command: 'auth', key: 'secret', source: 'a:1' },
      { command: 'get', key: 'k', source: 'b:1' },
    ]);

    assert.deepEqual([facts['hotkeys.topKey'], facts['hotkeys.onKeys']], ['k', 1]);
  });

  it('keyspaceFacts() add databases up', () => {
    const facts = keyspaceFacts(parseInfo('db0:keys=10,expires=5,avg_ttl=60000\ndb3:keys=30,expires=5,avg_ttl=120000\n'));

    assert.deepEqual([facts['keyspace.keys'], facts['keyspace.expiringRatio'], facts['keyspace.averageTtlSeconds']], [40, 0.25, 90]);
  });

  it('memoryFacts() suggest a limit with room for what is used, and only where the machine has it', () => {
    const of = (system: number) =>
      memoryFacts(
        parseInfo(`used_memory:40000000\nmaxmemory:41943040\nused_memory_peak:42000000\ntotal_system_memory:${String(system)}\n`),
      );

    assert.ok(Number(of(16e9)['memory.suggestedMaxBytes']) >= 50_000_000);
    assert.equal(of(16e9)['memory.hasRoom'], true);
    assert.equal(of(64e6)['memory.hasRoom'], false);
  });

  it('masterState() tells a locked primary from a dead one and from a stranger', () => {
    assert.equal(masterState({ outcome: 'answered', line: '-NOAUTH Authentication required.' }).state, 'needs-login');
    assert.equal(masterState({ outcome: 'answered', line: '+PONG' }).state, 'answers');
    assert.equal(masterState({ outcome: 'answered', line: 'SSH-2.0-OpenSSH' }).state, 'not-redis');
    assert.equal(masterState({ outcome: 'silent' }).state, 'silent');
    assert.equal(masterState({ outcome: 'failed', error: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) }).state, 'refused');
  });

  it('slowlogFacts() weigh by time, not by number', () => {
    const entry = (command: string, micros: number) => ({
      atMs: 0,
      micros,
      command,
      key: 'k',
      argumentCount: 2,
      address: '10.0.0.1:1',
      name: '',
    });

    const facts = slowlogFacts([entry('get', 11_000), entry('get', 12_000), entry('keys', 300_000)], 60_000, () => 'app');

    assert.deepEqual([facts['slowlog.topCommand'], facts['slowlog.topClass'], facts['slowlog.topUser']], ['keys', 'scan', 'app']);
  });

  it('classOf() knows what each kind of command does', () => {
    const expected = {
      keys: 'scan',
      smembers: 'collection',
      evalsha: 'script',
      del: 'delete',
      flushdb: 'wipe',
      save: 'admin',
      get: 'simple',
    };
    for (const [command, kind] of Object.entries(expected)) assert.equal(classOf(command), kind);
  });
});
