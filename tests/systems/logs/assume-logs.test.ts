import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SystemEntry } from '../../../src/systems/contract.ts';
import { type Assumable, assumeLogs } from '../../../src/systems/logs/assume-logs.ts';

const read = async () => ({ lines: [], isCut: false });
const kinds: Readonly<Record<string, Assumable['kind']>> = {
  http: {},
  mysql: {},
  ssh: { logFiles: { tail: async () => ({ tails: [], zoneMinutes: 0 }) } },
  store: { logStore: { read, findService: async () => null } },
  archive: { logStore: { read } },
};

function system(id: string, kind: string, more: Partial<SystemEntry> = {}): Assumable {
  return { entry: { id, kind, dependsOn: [], labels: {}, actionsEnabled: true, ...more }, kind: kinds[kind] ?? assert.fail(kind) };
}

const logs = system('logs', 'store');
const checkout = system('checkout', 'http');

test('assumeLogs() asks every store that finds services for the id, and then for the labels that say what it is', () => {
  const labelled = system('checkout', 'http', { labels: { service: 'pay', app: 'shop', team: 'a' } });
  const others = [logs, system('more', 'store'), system('old', 'archive'), system('web', 'ssh')];

  assert.deepEqual(assumeLogs(labelled, [labelled, ...others]), [
    { system: 'logs', services: ['checkout', 'pay', 'shop'] },
    { system: 'more', services: ['checkout', 'pay', 'shop'] },
  ]);
});

const nothing: Readonly<Record<string, readonly Assumable[]>> = {
  'where nothing keeps logs': [checkout],
  'where the only store takes queries alone': [checkout, system('old', 'archive')],
  'of who declares logs': [system('checkout', 'http', { logs: ['/var/log/a.log'] }), logs],
  'of a host': [system('web', 'ssh'), logs],
  'of a log store': [system('old', 'archive'), logs],
};
for (const [name, all] of Object.entries(nothing)) {
  test(`assumeLogs() assumes nothing ${name}`, () => assert.deepEqual(assumeLogs(all[0] ?? assert.fail(), all), []));
}

test('assumeLogs() does not take a label for a name that somebody else goes by', () => {
  const label = { labels: { app: 'checkout' } };
  const namesOf = (...all: readonly Assumable[]) => assumeLogs(all[0] ?? assert.fail(), [...all, logs])[0]?.services;

  assert.deepEqual(namesOf(system('orders-db', 'mysql', label), checkout), ['orders-db'], 'another system is called that');
  assert.deepEqual(namesOf(system('orders-db', 'mysql', label), system('api', 'http', label)), ['orders-db'], 'a service and its database');
  assert.deepEqual(namesOf(system('api-1', 'http', label), system('api-2', 'http', label)), ['api-1', 'checkout'], 'two of a kind');
  assert.deepEqual(namesOf(system('api', 'http', label), system('web', 'ssh', label)), ['api', 'checkout'], 'the host that it is on');
});
