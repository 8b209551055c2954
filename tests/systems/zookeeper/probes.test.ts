import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { connectionsOf, fieldsOf, numberOf, ratioOf, shown } from '../../../src/systems/zookeeper/answers.ts';
import { activityFacts } from '../../../src/systems/zookeeper/probes/activity.ts';
import { connectionFacts } from '../../../src/systems/zookeeper/probes/connections.ts';
import { serverFacts } from '../../../src/systems/zookeeper/probes/server.ts';
import { storageFacts } from '../../../src/systems/zookeeper/probes/storage.ts';

const none = fieldsOf('');

describe('fieldsOf()', () => {
  it('reads the three ways in which ZooKeeper writes names and values', () => {
    const fields = fieldsOf('Latency min/avg/max: 0/1.5/30\ndataDirSize=457\nzk_watch_count\t7\n\nEnvironment:');

    assert.deepEqual(
      [fields.get('Latency min/avg/max'), numberOf(fields, 'dataDirSize'), numberOf(fields, 'zk_watch_count')],
      ['0/1.5/30', 457, 7],
    );
    assert.deepEqual([numberOf(fields, 'absent'), ratioOf(1, 4), ratioOf(1, null), shown(null)], [null, 0.25, null, '?']);
  });
});

describe('serverFacts()', () => {
  it('reads srvr of 3.4 and of 3.8', () => {
    const facts = serverFacts(
      'Zookeeper version: 3.4.14-4c25d480, built\nLatency min/avg/max: 0/3/90\nOutstanding: 2\nZxid: 0x5fffffff0\nMode: follower\nNode count: 9',
      'rw',
    );

    assert.deepEqual(
      [facts['server.version'], facts['server.latencyAvgMs'], facts['server.mode'], facts['server.isReadOnly']],
      ['3.4.14', 3, 'follower', false],
    );
    assert.equal(facts['server.zxidUsedRatio'], 1);
  });

  it('knows a server that is up and does not serve', () => {
    const facts = serverFacts('This ZooKeeper instance is not currently serving requests\n', null);

    assert.deepEqual([facts['server.isServing'], facts['server.latencyAvgMs'], facts['reach.isOk']], [false, null, true]);
  });
});

describe('activityFacts()', () => {
  it('takes differences, and the mean since the start where nothing happened', () => {
    const before = fieldsOf('zk_sum_fsynctime\t100\nzk_cnt_fsynctime\t10\nzk_avg_fsynctime\t10.0');
    const after = fieldsOf('zk_sum_fsynctime\t500\nzk_cnt_fsynctime\t12\nzk_avg_fsynctime\t41.7');

    assert.equal(activityFacts(before, after, 1)['activity.fsyncMs'], 200);
    assert.equal(activityFacts(before, before, 1)['activity.fsyncMs'], 10);
  });

  it('lets only the leader say who is missing', () => {
    const leader = fieldsOf('zk_server_state\tleader\nzk_quorum_size\t3\nzk_synced_followers\t1');

    assert.equal(activityFacts(none, leader, 1)['activity.votersMissing'], 1);
    assert.equal(activityFacts(none, fieldsOf('zk_server_state\tfollower'), 1)['activity.votersMissing'], null);
  });
});

describe('connectionFacts()', () => {
  it('counts by address, and takes no limit for none', () => {
    const cons = connectionsOf(
      ' /10.0.0.1:52170[1](queued=2,recved=9,sent=9,sid=0x1,lop=PING)\n /10.0.0.1:52171[0](queued=0,recved=1,sent=0)\n /[::1]:9[1](queued=0,sid=0x2)\n\n',
    );

    const facts = connectionFacts(cons, 'maxClientCnxns=0', '2 connections watching 3 paths\nTotal watches:5');

    assert.deepEqual(
      [facts['connections.topAddress'], facts['connections.topCount'], facts['connections.withoutSession']],
      ['10.0.0.1', 2, 1],
    );
    assert.deepEqual([facts['connections.topRatio'], facts['connections.watches']], [0, 5]);
    assert.equal(connectionFacts([], null, null)['connections.topRatio'], null);
  });
});

describe('storageFacts()', () => {
  it('does not count one folder twice', () => {
    const sizes = (log: string) => fieldsOf(`dataDir=/a\ndataLogDir=${log}\ndataDirSize=100\ndataLogSize=100`);
    const given = { dirs: none, mntr: fieldsOf('zk_approximate_data_size\t10'), envi: fieldsOf('os.memory.max=1MB') };

    assert.equal(storageFacts({ ...given, conf: sizes('/a') })['storage.totalBytes'], 100);
    assert.equal(storageFacts({ ...given, conf: sizes('/b') })['storage.copies'], 20);
    assert.equal(storageFacts({ ...given, conf: sizes('/a'), envi: none })['storage.dataOfHeapRatio'], null);
  });
});
