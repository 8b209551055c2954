import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SystemError } from '../../../src/domain/errors.ts';
import type { Neighbour, SystemClient, SystemEntry } from '../../../src/systems/contract.ts';
import type { LogStore } from '../../../src/systems/logs/contract.ts';
import { readAssumed } from '../../../src/systems/logs/read-assumed.ts';
import { contextOf } from '../../contracts/system.ts';

const client: SystemClient = { close: async () => undefined };
const entry: SystemEntry = { id: 'checkout', kind: 'http', dependsOn: [], labels: {}, actionsEnabled: true };
const limit = { timeoutMs: 15_000, signal: new AbortController().signal };

/** Knows these services, and writes down what it was asked. */
function store(known: readonly string[], asked: string[]): LogStore<SystemClient> {
  return {
    async read(_client, { query, toMs }) {
      asked.push(`read ${query}`);
      return { lines: [{ atMs: toMs, text: `of ${query}`, level: 'error', stream: '' }], isCut: false };
    },
    async findService(_client, { service }, { timeoutMs }) {
      asked.push(`find ${service} within ${timeoutMs}`);
      return known.includes(service) ? `app:=${service}` : null;
    },
  };
}

function broken(at: 'find' | 'read'): LogStore<SystemClient> {
  const fail = async (): Promise<never> => {
    throw new SystemError(`no ${at} today, password=hunter2hunter2`, { retry: 'later' });
  };
  return at === 'find' ? { read: fail, findService: fail } : { read: fail, findService: async () => '*' };
}

function contextWith(stores: Readonly<Record<string, LogStore<SystemClient>>>) {
  const neighbour = (id: string): Neighbour | null => (stores[id] === undefined ? null : { client, kind: { logStore: stores[id] } });
  return { ...contextOf(entry, 10_000), neighbour };
}

test('readAssumed() reads the first of the names that a store knows, and leaves the next ones alone', async () => {
  const asked: string[] = [];
  const context = contextWith({ logs: store(['pay', 'shop'], asked) });

  const { readings, notes } = await readAssumed([{ system: 'logs', services: ['checkout', 'pay', 'shop'] }], context, limit);

  assert.deepEqual(
    readings.map(({ name, reason }) => [name, reason]),
    [['logs: pay', '']],
  );
  assert.deepEqual(asked, ['find checkout within 5000', 'find pay within 5000', 'read app:=pay', 'read app:=pay']);
  assert.match(notes[0] ?? '', /^logs: pay: found by its name, declared nowhere; asked: app:=pay$/);
});

test('readAssumed() only tells of stores that don’t know it, are away, or are gone meanwhile', async () => {
  const context = contextWith({ logs: store([], []), away: broken('find'), sick: broken('read') });
  const assumed = ['logs', 'away', 'sick', 'gone'].map((system) => ({ system, services: ['checkout', 'pay'] }));

  const { readings, notes } = await readAssumed(assumed, context, limit);

  assert.deepEqual(readings, []);
  assert.match(
    notes.join('\n'),
    /^logs: nothing under the name 'checkout' or 'pay'\naway: not read: no find today.*\nsick: not read: no read today/,
  );
  assert.ok(!notes.join().includes('hunter2'));
});
