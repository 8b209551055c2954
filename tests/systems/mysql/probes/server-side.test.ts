import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountFacts } from '../../../../src/systems/mysql/probes/accounts.ts';
import { eventFacts } from '../../../../src/systems/mysql/probes/events.ts';
import { tableKeeperFacts } from '../../../../src/systems/mysql/probes/table-keepers.ts';
import { tableLockFacts } from '../../../../src/systems/mysql/probes/table-locks.ts';

const waiting = [
  { id: 7, login: 'app', host: 'h:7', seconds: 9, state: 'Waiting for table metadata lock', query: 'UPDATE `stock` SET a = 1' },
];

const keepers = [
  {
    name: 'a resting session that keeps the table open is certain',
    all: [
      { id: 3, login: 'pool', host: 'h:3', command: 'Sleep', seconds: 900 },
      { id: 6, login: 'cron', host: 'h:6', command: 'Sleep', seconds: 12 },
    ],
    kept: [{ id: 6, name: 'shop.stock' }],
    expected: ['cron@h:6', true, true, 1, 'shop.stock'],
  },
  {
    name: 'a schema change at work comes first',
    all: [
      {
        id: 5,
        login: 'deploy',
        host: 'h:5',
        command: 'Query',
        seconds: 10,
        state: 'copy to tmp table',
        query: 'ALTER TABLE stock ADD b INT',
      },
      { id: 6, login: 'cron', host: 'h:6', command: 'Sleep', seconds: 12 },
    ],
    kept: [],
    expected: ['deploy@h:5', false, true, 1, 'stock'],
  },
  {
    name: 'without the performance schema those that rest long enough are suspects',
    all: [
      { id: 6, login: 'cron', host: 'h:6', command: 'Sleep', seconds: 12 },
      { id: 8, login: 'pool', host: 'h:8', command: 'Sleep', seconds: 2 },
    ],
    kept: [],
    expected: ['cron@h:6', true, false, 1, 'stock'],
  },
] as const;

for (const { name, all, kept, expected } of keepers) {
  test(`tableKeeperFacts(): ${name}`, () => {
    const facts = tableKeeperFacts(waiting, all, kept);

    const seen = ['who', 'isIdle', 'isCertain', 'suspects', 'table'].map((fact) => facts[`locks.keeper.${fact}`]);
    assert.deepEqual(seen, expected);
  });
}

const holders = [
  { name: 'a report that reads the table', query: 'SELECT a, SUM(b) FROM `shop`.`hits` GROUP BY a', seconds: 40, who: 'cron@h:4' },
  { name: 'a statement on a table of a longer name', query: 'SELECT a FROM hits_old', seconds: 40, who: null },
  { name: 'a statement that began after the wait', query: 'SELECT a FROM hits', seconds: 3, who: null },
] as const;

for (const { name, query, seconds, who } of holders) {
  test(`tableLockFacts(): ${name}: ${who === null ? 'not the holder' : 'the holder'}`, () => {
    const stuck = [{ id: 7, login: 'app', host: 'h:7', seconds: 9, state: 'Waiting for table level lock', query: 'UPDATE hits SET b = 1' }];

    const facts = tableLockFacts(stuck, [...stuck, { id: 4, login: 'cron', host: 'h:4', seconds, state: 'Sending data', query }]);

    assert.deepEqual([facts['locks.table.who'], facts['locks.table.name'], facts['locks.table.waiting']], [who, 'hits', 1]);
  });
}

test('accountFacts() names locked and expired accounts, and clears nobody that it can not see', () => {
  const rows = [
    { login: 'app', host: '%', is_locked: 0, is_expired: 1 },
    { login: 'old', host: '10.%', is_locked: '1', is_expired: 0 },
  ];

  const facts = accountFacts(rows);

  assert.deepEqual([facts['accounts.expired'], facts['accounts.locked']], ['app@%', 'old@10.%']);
  assert.deepEqual(accountFacts(null), { 'accounts.isVisible': false });
});

test('eventFacts() counts what should run, and leaves out what a replica rests', () => {
  const rows = [
    { name: 'shop.purge', status: 'ENABLED', ran_ago: 90 },
    { name: 'shop.sum', status: 'ENABLED', ran_ago: null },
    { name: 'shop.old', status: 'DISABLED', ran_ago: null, partitions: '1' },
    { name: 'shop.twin', status: 'SLAVESIDE_DISABLED', ran_ago: null },
  ];

  const facts = eventFacts('OFF', rows);

  assert.deepEqual([facts['events.isSchedulerOn'], facts['events.enabled'], facts['events.disabled']], [false, 2, 1]);
  assert.deepEqual([facts['events.names'], facts['events.lastRanSecondsAgo']], ['shop.purge, shop.sum', 90]);
  assert.deepEqual([facts['events.partitions.name'], facts['events.partitions.status']], ['shop.old', 'DISABLED']);
});
