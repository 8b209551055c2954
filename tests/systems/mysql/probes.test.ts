import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { connectionFacts } from '../../../src/systems/mysql/probes/connections.ts';
import { monitorFacts } from '../../../src/systems/mysql/probes/innodb.ts';
import { lockNameOf, locksHeadline, metadataFacts, namedLockFacts, rowLockFacts } from '../../../src/systems/mysql/probes/locks.ts';
import { columnOf, dialectOf, first, hostOf, numberIn } from '../../../src/systems/mysql/probes/mysql-probe.ts';
import { replicaFacts } from '../../../src/systems/mysql/probes/replication.ts';
import { activeFacts, failingCandidates, failingFacts } from '../../../src/systems/mysql/probes/statements.ts';
import { lockRoots } from '../../../src/systems/sql/lock-roots.ts';

describe('mysql-probe', () => {
  it('tells dialects and reads what they spell differently', () => {
    const versions = ['10.11.19-MariaDB-0+deb12u1', '8.0.36', '8.0.11-TiDB-v8.5.0'];

    assert.deepEqual(versions.map(dialectOf), ['mariadb', 'mysql', 'tidb']);
    assert.equal(columnOf({ SOURCE_HOST: 'a' }, 'Master_Host', 'Source_Host'), 'a');
    assert.deepEqual([hostOf('10.0.0.1:50122'), numberIn(new Map([['a', '5']]), 'A'), first(null)], ['10.0.0.1', 5, {}]);
  });
});

describe('rowLockFacts(), lockRoots()', () => {
  it('follow a chain to its root', () => {
    const open = [
      { id: 1, login: 'cron', host: 'h:1', command: 'Sleep', seconds: 30, state_seconds: 20, query: '' },
      { id: 2, login: 'app', host: 'h:2', command: 'Query', waited: 9, query: "UPDATE t SET a = 'Li' WHERE id = 1" },
      { id: 3, login: 'app', host: 'h:3', command: 'Query', waited: 5, query: 'UPDATE t' },
    ];

    const facts = rowLockFacts(open, [
      { waiter: 2, blocker: 1 },
      { waiter: 3, blocker: 2 },
      { waiter: 3, blocker: 1 },
    ]);

    assert.deepEqual([facts['locks.root.id'], facts['locks.root.waiters'], facts['locks.root.isIdle']], [1, 2, true]);
    assert.deepEqual([facts['locks.longestWaitSeconds'], facts['locks.longestWaitQuery']], [9, 'UPDATE t SET a = ? WHERE id = ?']);
  });

  it('a circle has no root', () =>
    assert.deepEqual(
      lockRoots([
        { id: 1, blockers: [2] },
        { id: 2, blockers: [1] },
      ]),
      [],
    ));
});

describe('locksHeadline()', () => {
  const base = { 'locks.waiting': 0, 'locks.root.who': '', 'locks.root.id': null, 'locks.holder.who': 'app@web-1', 'locks.holder.id': 7 };

  it('names who holds what is waited for, and nobody where nobody is known', () => {
    assert.equal(locksHeadline({ ...base, 'locks.metadata.waiting': 0 }, 0).en, 'nobody waits for a lock');
    assert.equal(locksHeadline({ ...base, 'locks.metadata.waiting': 0 }, 2).en, '0 wait for rows, 2 for metadata or global locks');
    assert.equal(
      locksHeadline({ ...base, 'locks.metadata.waiting': 2 }, 2).en,
      '0 wait for rows, 2 for metadata or global locks; holding the metadata lock, most likely, is app@web-1 (connection 7)',
    );
    assert.equal(
      locksHeadline({ ...base, 'locks.waiting': 3, 'locks.root.who': 'job@db', 'locks.root.id': 4 }, 0)['zh-CN'],
      '等行锁 3 个，等元数据或全局锁 0 个；行锁的根是 job@db（连接 4）',
    );
  });
});

describe('metadataFacts()', () => {
  it('finds the schema change among those that wait, and a transaction that is older than its wait', () => {
    const state = 'Waiting for table metadata lock';
    const stuck = [
      { id: 5, login: 'deploy', host: 'h:5', seconds: 20, state, query: '/* v2 */ ALTER TABLE t ADD c INT' },
      { id: 6, login: 'app', host: 'h:6', seconds: 10, state, query: 'SELECT 1' },
    ];
    const open = [{ id: 4, login: 'cron', host: 'h:4', command: 'Sleep', seconds: 60 }];

    const facts = metadataFacts(stuck, open);

    assert.deepEqual([facts['locks.ddl.id'], facts['locks.metadata.queue'], facts['locks.holder.id']], [5, 1, 4]);
    assert.equal(metadataFacts(stuck, [{ id: 9, seconds: 2 }])['locks.holder.id'], null);
  });
});

describe('replicaFacts()', () => {
  it('tells the channel that is worst off, in the words of any version, without values', () => {
    const rows = [
      { Channel_Name: 'a', Replica_IO_Running: 'Yes', Replica_SQL_Running: 'Yes', Seconds_Behind_Source: 3 },
      {
        Channel_Name: 'b',
        Replica_IO_Running: 'Yes',
        Replica_SQL_Running: 'No',
        Seconds_Behind_Source: null,
        Last_SQL_Errno: 1062,
        Last_SQL_Error: "Could not execute Write_rows event on table shop.users; Duplicate entry 'li@example.com' for key 'email'",
      },
    ];

    const facts = replicaFacts(rows, new Map([['read_only', 'OFF']]));

    assert.deepEqual(
      [facts['replication.channel'], facts['replication.sqlErrorNumber'], facts['replication.isWritable']],
      ['b', 1062, true],
    );
    assert.match(String(facts['replication.error']), /shop\.users; Duplicate entry \? for key 'email'/);
  });

  it('says of a server that follows nobody that it is no replica', () =>
    assert.equal(replicaFacts([], new Map())['replication.isReplica'], false));
});

describe('monitorFacts()', () => {
  it('reads the latest deadlock in the server’s own time, the checkpoint age and semaphores', () => {
    const text = [
      '------------------------',
      'LATEST DETECTED DEADLOCK',
      '------------------------',
      '2026-01-31  8:00:00 0x7f',
      '--Thread 140 has waited at row0ins.cc line 2 for 12.50 seconds the semaphore:',
      'Log sequence number 1000',
      'Last checkpoint at  400',
      'Max checkpoint age    1200',
    ].join('\n');

    const facts = monitorFacts(text, '2026-01-31 08:01:00');

    assert.deepEqual(
      [facts['innodb.deadlockSecondsAgo'], facts['innodb.checkpointAgeRatio'], facts['innodb.longestSemaphoreSeconds']],
      [60, 0.5, 12.5],
    );
    assert.equal(monitorFacts('', '2026-01-31 08:01:00')['innodb.deadlockSecondsAgo'], null);
  });
});

describe('connectionFacts(), activeFacts()', () => {
  it('count origins, limits and waits', () => {
    const rows = [{ login: 'billing', address: '10.0.0.1', sessions: 8, sleeping: 6, active: 2 }];

    const facts = connectionFacts(new Map([['max_connections', '10']]), new Map([['threads_connected', '9']]), rows, [
      { login: 'billing', sessions: 4 },
    ]);

    assert.deepEqual(
      [facts['connections.topGroup'], facts['connections.usedRatio'], facts['connections.idleInTransactionRatio']],
      ['billing@10.0.0.1', 0.9, 0.4],
    );
    const running = activeFacts([
      { id: 1, seconds: 9, state: 'Waiting for table metadata lock', query: 'SELECT 1' },
      { id: 2, seconds: 4, state: 'Sending data', query: 'SELECT 2' },
    ]);
    assert.deepEqual(
      [running['statements.longest.id'], running['statements.waitingForLocks'], running['statements.same.count']],
      [2, 1, 2],
    );
  });
});

describe('connectionFacts() of accounts', () => {
  const rows = [
    { login: 'billing', address: '10.0.0.1', sessions: 8 },
    { login: 'app', address: '10.0.0.2', sessions: 3 },
    { login: 'app', address: '10.0.0.3', sessions: 2 },
  ];
  const fullest = (everybody: string, limits: readonly { login: string; limited: number }[]) => {
    const facts = connectionFacts(new Map([['max_user_connections', everybody]]), new Map(), rows, [], limits);
    return [facts['connections.userFullest'], facts['connections.userMax'], facts['connections.userRatio']];
  };

  it('finds the one that is nearest to a limit of its own, or to that of all', () => {
    assert.deepEqual(fullest('0', [{ login: 'app', limited: 5 }]), ['app', 5, 1]);
    assert.deepEqual(fullest('10', [{ login: 'app', limited: 50 }]), ['billing', 10, 0.8]);
    assert.equal(fullest('0', [])[1], 0);
  });
});

describe('failingFacts()', () => {
  it('names the statement that failed in each of its runs, and none that mostly succeeds', () => {
    const spent = { ms: 1, examined: 0, sent: 0 };
    const facts = failingFacts([
      { ...spent, query: 'INSERT INTO `orders` VALUES ( ? )', calls: 4, errors: 4, errorsTotal: 90 },
      { ...spent, query: 'UPDATE `stock`', calls: 400, errors: 6, errorsTotal: 6_000 },
    ]);

    assert.deepEqual(
      [facts['statements.failing.calls'], facts['statements.failing.errors'], facts['statements.failing.share']],
      [4, 90, 1],
    );
    assert.match(String(facts['statements.failing.query']), /insert into/i);
    assert.equal(failingFacts([])['statements.failing.share'], 0);
  });

  it('looks at those that always fail first, then at those of this moment, then at those of before', () => {
    const spent = { ms: 1, examined: 0, sent: 0, callsTotal: 900, seenSecondsAgo: 60 };
    const candidates = failingCandidates([
      { ...spent, query: 'INSERT INTO `rare`', calls: 0, errors: 0, errorsTotal: 9 },
      { ...spent, query: 'INSERT INTO `old`', calls: 0, errors: 0, errorsTotal: 90, seenSecondsAgo: 9_000 },
      { ...spent, query: 'UPDATE `half`', calls: 40, errors: 6, errorsTotal: 60 },
      { ...spent, query: 'UPDATE `good`', calls: 40, errors: 0, errorsTotal: 0 },
      { ...spent, query: 'INSERT INTO `all`', calls: 2, errors: 2, errorsTotal: 2 },
    ]);

    assert.deepEqual(
      candidates.map(({ query }) => query),
      ['INSERT INTO `all`', 'UPDATE `half`', 'INSERT INTO `rare`'],
    );
    assert.equal(failingFacts(candidates.slice(2))['statements.failing.query'], null);
  });
});

describe('lockNameOf(), namedLockFacts(), metadataFacts()', () => {
  const stuck = [{ id: 7, login: 'app', seconds: 12, state: 'User lock', query: "SELECT GET_LOCK('migrate', 60)" }];

  it('tell the lock of GET_LOCK that is waited for and who holds it', () => {
    const facts = namedLockFacts(stuck, lockNameOf(stuck), [{ id: 3, login: 'cron', host: '10.0.0.1:4', command: 'Sleep', seconds: 90 }]);

    assert.deepEqual(
      [facts['locks.named.waiting'], facts['locks.named.name'], facts['locks.named.who'], facts['locks.named.isHolderIdle']],
      [1, 'migrate', 'cron@10.0.0.1:4', true],
    );
  });

  it('keep it apart from locks of tables, and know no name of a prepared statement', () => {
    const prepared = [{ id: 7, seconds: 12, state: 'Waiting for table metadata lock', query: 'SELECT GET_LOCK(?, 60)' }];

    assert.equal(lockNameOf(prepared), '');
    assert.equal(namedLockFacts(prepared, '', [])['locks.named.id'], null);
    assert.equal(metadataFacts(prepared, [])['locks.metadata.waiting'], 0);
    assert.equal(namedLockFacts([], '', [])['locks.named.waiting'], 0);
  });
});
