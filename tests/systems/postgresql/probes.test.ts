import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { connectionFacts } from '../../../src/systems/postgresql/probes/connections.ts';
import { type LockSession, lockFacts, lockTableFacts } from '../../../src/systems/postgresql/probes/locks.ts';
import { entriesOf, logFacts } from '../../../src/systems/postgresql/probes/log.ts';
import { activeFacts } from '../../../src/systems/postgresql/probes/statements.ts';
import { tableFacts } from '../../../src/systems/postgresql/probes/tables.ts';
import { suggestedMax } from '../../../src/systems/postgresql/probes/wal.ts';

function session(pid: number, blockers: readonly number[], more: Partial<LockSession> = {}): LockSession {
  return {
    pid,
    blockers,
    application: `app-${String(pid)}`,
    login: 'app',
    backend: 'client backend',
    state: blockers.length > 0 ? 'active' : 'idle in transaction',
    backendStart: '',
    queryStart: '',
    transactionSeconds: 10,
    stateSeconds: 10,
    querySeconds: 10,
    query: 'UPDATE orders',
    wanted: '',
    relation: '',
    held: '',
    ...more,
  };
}

describe('lockFacts()', () => {
  it('follows a chain to its root and counts everybody behind it', () => {
    const facts = lockFacts([session(1, []), session(2, [1]), session(3, [2]), session(4, [2])]);

    assert.deepEqual([facts['locks.root.pid'], facts['locks.root.waiters'], facts['locks.waiting']], [1, 3, 3]);
  });

  it('ends with a circle, in which nobody is the root', () => {
    const facts = lockFacts([session(1, [2]), session(2, [1])]);

    assert.deepEqual([facts['locks.root.pid'], facts['locks.waiting']], [null, 2]);
  });

  it('takes the root with the longer queue, and pid 0 for a prepared transaction', () => {
    const facts = lockFacts([session(1, []), session(2, [1]), session(3, [0]), session(4, [0])]);

    assert.deepEqual([facts['locks.root.pid'], facts['locks.root.isPrepared'], facts['locks.root.waiters']], [0, true, 2]);
  });

  it('names the command at the root that locks a whole table, or its lock where a function hides it', () => {
    const waiting = session(2, [1], { relation: 'daily', query: 'SELECT FROM daily' });
    const rootOf = (more: Partial<LockSession>) => {
      const facts = lockFacts([session(1, [], { state: 'active', ...more }), waiting]);
      return [facts['locks.root.command'], facts['locks.root.object']];
    };

    assert.deepEqual(rootOf({ query: 'refresh materialized view reports.daily' }), ['REFRESH MATERIALIZED VIEW', 'reports.daily']);
    assert.deepEqual(rootOf({ query: 'SELECT nightly()', held: 'daily AccessExclusiveLock' }), ['ACCESS EXCLUSIVE', 'daily']);
    assert.deepEqual(rootOf({ query: 'UPDATE daily SET a = ?' }), ['', '']);
  });

  it('says nothing of an empty server', () => assert.equal(lockFacts([])['locks.root.pid'], null));
});

describe('connectionFacts()', () => {
  it('groups by origin over states, and leaves reserved slots out of the limit', () => {
    const rows = [
      { application: 'billing', login: 'app', address: '10.0.0.1', state: 'idle', sessions: '6', resting: '5' },
      { application: 'billing', login: 'app', address: '10.0.0.1', state: 'active', sessions: '2', resting: '0' },
      { application: 'api', login: 'app', address: '10.0.0.2', state: 'idle in transaction', sessions: '3', resting: '0' },
    ];

    const facts = connectionFacts({ max: 20, reserved: 3, used: 11 }, rows, []);

    assert.equal(facts['connections.topGroup'], 'billing@10.0.0.1');
    assert.deepEqual([facts['connections.topGroupCount'], facts['connections.topGroupIdleShare']], [8, 0.75]);
    assert.deepEqual([facts['connections.usable'], facts['connections.idleInTransaction']], [17, 3]);
  });

  it('takes a program that numbers its connections for one', () => {
    const rows = [1, 2, 3, 4].map((number) => {
      const name = `report-${String(number)}`;
      return { application: name, login: 'report', address: '10.0.0.1', state: 'idle', sessions: '1', resting: '1' };
    });
    const web = { application: 'web', login: 'app', address: '10.0.0.2', state: 'idle', sessions: '3', resting: '0' };

    const facts = connectionFacts({ max: 20, reserved: 3, used: 7 }, [...rows, web], []);

    assert.deepEqual([facts['connections.topGroup'], facts['connections.topGroupCount']], ['report-*@10.0.0.1', 4]);
    assert.equal(facts['connections.topApplication'], 'report-*');
    const few = connectionFacts({ max: 20, reserved: 3, used: 5 }, [...rows.slice(0, 2), web], []);
    assert.equal(few['connections.topGroup'], 'web@10.0.0.2');
  });

  it('offers a narrow limit twice as many, and never more than half of the room that is left', () => {
    const role = { kind: 'role', name: 'app', max: 5, used: '5', in_transaction: '4' };
    const given = (used: number) => connectionFacts({ max: 100, reserved: 3, used }, [], [role]);

    assert.deepEqual(
      [10, 91, 97].map((used) => given(used)['connections.narrowRaised']),
      [10, 8, 5],
    );
    assert.equal(given(10)['connections.narrowInTransactionShare'], 0.8);
    assert.equal(connectionFacts({ max: 100, reserved: 3, used: 1 }, [], [])['connections.narrowRaised'], 0);
  });
});

describe('activeFacts()', () => {
  it('counts runs of one statement whatever its values, and prefers one that works over one that waits', () => {
    const facts = activeFacts([
      { pid: 1, seconds: 9, wait_type: 'Lock', query: 'UPDATE a SET b = 1' },
      { pid: 2, seconds: 8, wait_type: '', query: "SELECT * FROM a WHERE name = 'Li Hua'" },
      { pid: 3, seconds: 7, wait_type: '', query: "SELECT * FROM a WHERE name = 'Sam'" },
    ]);

    assert.deepEqual([facts['statements.longest.pid'], facts['statements.same.count']], [2, 2]);
    assert.doesNotMatch(JSON.stringify(facts), /Hua|Sam/);
  });
});

describe('tableFacts()', () => {
  it('measures dead rows by the table’s own threshold', () => {
    const facts = tableFacts(
      [{ schema: 's', name: 't', live: '100', dead: '900', threshold: '300', enabled: 'false', never_analyzed: true }],
      { autovacuum: true },
    );

    assert.deepEqual([facts['tables.dead.thresholdRatio'], facts['tables.dead.ratio'], facts['tables.disabled.count']], [3, 0.9, 1]);
  });
});

describe('entriesOf(), logFacts()', () => {
  it('read levels and times, leave out details and statements, and mask values', () => {
    const text = [
      '2026-01-31 08:00:00.123 UTC [71] ERROR:  duplicate key value violates unique constraint "users_email_key"',
      '2026-01-31 08:00:00.123 UTC [71] DETAIL:  Key (email)=(li@example.com) already exists.',
      "2026-01-31 08:00:00.123 UTC [71] STATEMENT:  insert into users values ('li@example.com')",
      '2026-01-31 16:00:01.000 +08 [72] ERROR:  deadlock detected',
      "2026-01-31 08:00:02.000 UTC [73] ERROR:  invalid input syntax for type integer: 'li@example.com'",
    ].join('\n');

    const entries = entriesOf(text);

    assert.deepEqual(
      entries.map(({ level }) => level),
      ['ERROR', 'ERROR', 'ERROR'],
    );
    assert.equal(new Date(entries[1]?.atMs ?? 0).toISOString(), '2026-01-31T08:00:01.000Z');
    assert.doesNotMatch(JSON.stringify(entries), /li@example/);
    assert.equal(logFacts(entries)['log.deadlocks'], 1);
  });
  it('count what applications are refused: a login, a right, a table that there isn’t', () => {
    const text = [
      'FATAL:  pg_hba.conf rejects connection for host "127.0.0.1", user "app", database "shop", no encryption',
      'FATAL:  password authentication failed for user "app"',
      'ERROR:  permission denied for table orders',
      'ERROR:  relation "orders" does not exist at character 15',
      'ERROR:  column "total" does not exist at character 8',
    ]
      .map((words) => `2026-01-31 08:00:00.123 UTC [71] ${words}`)
      .join('\n');

    const facts = logFacts(entriesOf(text));

    assert.deepEqual([facts['log.loginFailures'], facts['log.permissionDenied'], facts['log.missingObjects']], [2, 1, 2]);
  });
});

describe('lockTableFacts()', () => {
  it('tells how full the shared table is and who holds most of it', () => {
    const facts = lockTableFacts({ held: '900', pid: 7, locks: '880', who: 'archive', places: 600 });

    assert.deepEqual([facts['locks.heldRatio'], facts['locks.most.who'], facts['locks.most.count']], [1.5, 'archive', 880]);
    assert.equal(lockTableFacts(undefined)['locks.heldRatio'], 0);
  });
});

describe('suggestedMax()', () => {
  const mib = 1_048_576;

  it('holds what is written between two checkpoints twice, and takes no disk in one step', () => {
    assert.equal(suggestedMax(1_024 * mib, 700 * mib), '4096MB');
    assert.equal(suggestedMax(32 * mib, 900 * mib), '1800MB');
    assert.equal(suggestedMax(32 * mib, 90_000 * mib), '4096MB');
  });

  it('is never below the default, nor below four times what there is', () => {
    assert.equal(suggestedMax(32 * mib, 0), '1024MB');
    assert.equal(suggestedMax(2_048 * mib, 0), '8192MB');
  });
});
