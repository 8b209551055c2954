/** Answers in the documented form of mongodb.com/docs/manual, of a healthy primary of three; each case changes what is wrong. */

import { type Document, Timestamp } from 'mongodb';
import type { Answers } from './peer.ts';

export const status: Document = {
  version: '7.0.12',
  process: 'mongod',
  uptime: 86_400,
  connections: { current: 40, available: 51_160, totalCreated: 900, rejected: 0 },
  globalLock: { currentQueue: { total: 0, readers: 0, writers: 0 } },
  wiredTiger: {
    cache: {
      'maximum bytes configured': 1_000_000_000,
      'bytes currently in the cache': 600_000_000,
      'tracked dirty bytes in the cache': 10_000_000,
      'pages evicted by application threads': 0,
    },
  },
  queues: { execution: { read: { out: 2, available: 126, totalTickets: 128 }, write: { out: 1, available: 127, totalTickets: 128 } } },
  flowControl: { enabled: true, isLagged: false, targetRateLimit: 1_000_000_000 },
  metrics: {
    cursor: { open: { total: 4, noTimeout: 0 } },
    operation: { writeConflicts: 0 },
    queryExecutor: { collectionScans: { nonTailable: 0 } },
  },
  opcounters: { query: 10, getmore: 0, insert: 5, update: 0, delete: 0 },
  asserts: { regular: 0, user: 0 },
};

const primaryTime = new Date('2026-11-29T01:00:00Z');

export function member(name: string, stateStr: string, more: Document = {}): Document {
  return { name, health: 1, stateStr, optimeDate: primaryTime, lastHeartbeatMessage: '', ...more };
}

export function set(...members: readonly Document[]): Document {
  return { set: 'shop', votingMembersCount: members.length, members };
}

export const secondsAgo = (seconds: number): Date => new Date(primaryTime.getTime() - seconds * 1_000);

export function operation(more: Document): Document {
  return {
    active: true,
    op: 'query',
    ns: 'shop.orders',
    client: '10.0.0.9:4000',
    opid: 7,
    secs_running: 0,
    planSummary: 'IXSCAN { _id: 1 }',
    ...more,
  };
}

export const healthy: Answers = {
  hello: { isWritablePrimary: true, ismaster: true, setName: 'shop', minWireVersion: 0, maxWireVersion: 21 },
  buildInfo: { version: '7.0.12' },
  serverStatus: status,
  currentOp: { inprog: [operation({})] },
  replSetGetStatus: set(member('a:27017', 'PRIMARY'), member('b:27017', 'SECONDARY'), member('c:27017', 'SECONDARY')),
  find: (command) => ({
    cursor: {
      id: 0,
      ns: 'local.oplog.rs',
      firstBatch: [{ ts: new Timestamp({ t: command.sort?.$natural === 1 ? 1_000 : 87_400, i: 1 }) }],
    },
  }),
  listDatabases: { databases: [{ name: 'shop', sizeOnDisk: 5_000_000 }] },
  dbStats: { fsUsedSize: 50, fsTotalSize: 100 },
  getLog: { log: [] },
  connectionStatus: { authInfo: { authenticatedUserRoles: [{ role: 'clusterMonitor', db: 'admin' }] } },
};
