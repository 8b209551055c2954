/** Faults in the documented form of the vendor's answers, over the real driver and the real wire protocol; no MongoDB was broken for them. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { healthy, member, operation, secondsAgo, set, status } from './answers.ts';
import { type Answers, startMongoPeer } from './peer.ts';
import { lookAt } from './scene.ts';

async function diagnose(changed: Answers) {
  const peer = await startMongoPeer({ ...healthy, ...changed });
  try {
    return await lookAt(peer.url);
  } finally {
    await peer.stop();
  }
}

/** `serverStatus` that grows by `more` from one look at it to the next. */
function growing(grow: (asked: number) => object): Answers {
  let asked = 0;
  return {
    serverStatus: () => {
      asked += 1;
      return { ...status, ...grow(asked) };
    },
  };
}

const cache = status.wiredTiger.cache;
const scan = operation({
  planSummary: 'COLLSCAN',
  secs_running: 90,
  appName: 'svc-report',
  command: { find: 'orders', filter: { name: 'Wang' } },
});
const gone = { health: 0, optimeDate: new Date(0), lastHeartbeatMessage: 'Connection refused' };

const cases: Readonly<Record<string, Answers>> = {
  'connections-exhausted': { serverStatus: { ...status, connections: { current: 990, available: 10, totalCreated: 1_000 } } },
  'cache-dirty': { serverStatus: { ...status, wiredTiger: { cache: { ...cache, 'tracked dirty bytes in the cache': 250_000_000 } } } },
  'cache-full': growing((asked) => ({
    wiredTiger: { cache: { ...cache, 'bytes currently in the cache': 970_000_000, 'pages evicted by application threads': asked * 50 } },
  })),
  'disk-full': { dbStats: { fsUsedSize: 98, fsTotalSize: 100 } },
  'cursors-without-timeout': { serverStatus: { ...status, metrics: { cursor: { open: { total: 400, noTimeout: 300 } } } } },
  'long-scan': { currentOp: { inprog: [scan] } },
  'idle-transaction': {
    currentOp: {
      inprog: [
        operation({ active: false, appName: 'svc-batch', transaction: { timeInactiveMicros: 20_000_000 } }),
        operation({ waitingForLock: true, op: 'update', secs_running: 3 }),
      ],
    },
  },
  'index-build': {
    currentOp: {
      inprog: [operation({ op: 'command', command: { createIndexes: 'orders' }, secs_running: 3 }), operation({ waitingForLock: true })],
    },
  },
  'write-conflicts': growing((asked) => ({ metrics: { ...status.metrics, operation: { writeConflicts: asked * 100 } } })),
  'connection-churn': growing((asked) => ({ connections: { ...status.connections, totalCreated: asked * 100 } })),
  'majority-lost': {
    replSetGetStatus: set(
      member('a', 'SECONDARY'),
      member('b', '(not reachable/healthy)', gone),
      member('c', '(not reachable/healthy)', gone),
    ),
  },
  'member-down': { replSetGetStatus: set(member('a', 'PRIMARY'), member('b', 'SECONDARY'), member('c', '(not reachable/healthy)', gone)) },
  'replication-lag': { replSetGetStatus: set(member('a', 'PRIMARY'), member('b', 'SECONDARY', { optimeDate: secondsAgo(120) })) },
  'oplog-short': { replSetGetStatus: set(member('a', 'PRIMARY'), member('b', 'SECONDARY', { optimeDate: secondsAgo(60_000) })) },
  'member-not-serving': { replSetGetStatus: set(member('a', 'PRIMARY'), member('b', 'RECOVERING')) },
};

const symptoms: Readonly<Record<string, Answers>> = {
  'tickets-exhausted': {
    serverStatus: { ...status, queues: { execution: { read: { out: 128, totalTickets: 128 }, write: { out: 1, totalTickets: 128 } } } },
  },
  'no-primary': { replSetGetStatus: set(member('a', 'SECONDARY'), member('b', 'SECONDARY')) },
  'flow-control': { serverStatus: { ...status, flowControl: { isLagged: true, targetRateLimit: 100 } } },
  'long-operation': { currentOp: { inprog: [operation({ secs_running: 100 })] } },
  'lock-waits': { currentOp: { inprog: [1, 2, 3].map((opid) => operation({ opid, waitingForLock: true })) } },
};

describe('mongodbSignatures', () => {
  it('find nothing on a primary that is well, and show no value of a document', async () => {
    const seen = await diagnose({ currentOp: { inprog: [operation({ command: { find: 'orders', filter: { name: 'Wang' } } })] } });

    assert.deepEqual([seen.confirmed, seen.likely], [[], []]);
    assert.ok(
      seen.evidence.every((look) => look.status === 'ok'),
      JSON.stringify(seen.evidence.map(({ probe, reason }) => [probe, reason])),
    );
    assert.equal(seen.facts['oplog.windowSeconds'], 86_400);
    assert.doesNotMatch(JSON.stringify(seen.evidence), /Wang/);
  });

  for (const [id, changed] of Object.entries(cases))
    it(`confirm ${id} as the only cause`, async () => {
      assert.deepEqual((await diagnose(changed)).causes, [id]);
    });

  for (const [id, changed] of Object.entries(symptoms))
    it(`confirm ${id}, a symptom without a cause here`, async () => {
      const seen = await diagnose(changed);

      assert.deepEqual([seen.causes, seen.confirmed], [[], [id]]);
    });

  it('read the tickets of older versions where they were before', async () => {
    const { queues: _queues, ...older } = status;
    const seen = await diagnose({
      serverStatus: { ...older, wiredTiger: { cache, concurrentTransactions: { write: { out: 128, available: 0, totalTickets: 128 } } } },
    });

    assert.deepEqual(seen.confirmed, ['tickets-exhausted']);
  });
});
