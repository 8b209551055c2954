import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SystemError } from '../../../src/domain/errors.ts';
import { sameText } from '../../../src/domain/text.ts';
import { examineLogs } from '../../../src/main/doctor/examine-logs.ts';
import type { AnySystemKind } from '../../../src/systems/any-kind.ts';
import type { SystemClient, SystemEntry } from '../../../src/systems/contract.ts';
import type { LogStore } from '../../../src/systems/logs/contract.ts';
import { createSystemPool } from '../../../src/systems/pool.ts';
import { systemClock } from '../../support/system-clock.ts';

const client: SystemClient = { close: async () => undefined };

function kindOf(kind: string, logStore?: LogStore<SystemClient>): AnySystemKind {
  const nothing = { probes: [], signatures: [], actions: [], entry: undefined as never };
  return { ...nothing, kind, title: sameText(kind), connect: () => client, ...(logStore === undefined ? {} : { logStore }) };
}

const read = async () => ({ lines: [], isCut: false });

async function check(entries: readonly (Partial<SystemEntry> & { readonly id: string; readonly kind: string })[]) {
  const asked: string[] = [];
  const findService: LogStore<SystemClient>['findService'] = async (_client, { service }) => {
    asked.push(service);
    return ['checkout', 'pay'].includes(service) ? '*' : null;
  };
  const away = async (_client: SystemClient, { service }: { readonly service: string }): Promise<never> => {
    asked.push(`away ${service}`);
    throw new SystemError('refused, password=hunter2hunter2', { retry: 'later' });
  };
  const kinds = [
    kindOf('http'),
    kindOf('store', { read, findService }),
    kindOf('away', { read, findService: away }),
    kindOf('plain', { read }),
  ];
  const given = entries.map((each): SystemEntry => ({ dependsOn: [], labels: {}, actionsEnabled: true, ...each }));
  const pool = createSystemPool(kinds, given, { clock: systemClock, resolveSecret: () => '' });
  const found = await examineLogs(pool.list(), systemClock).examine(new AbortController().signal);
  return { asked, lines: found.map(({ id, level, text }) => `${level} ${id}: ${text.en}`) };
}

test('examineLogs() says whose logs are found by a name that nobody declared', async () => {
  const { lines } = await check([
    { id: 'checkout', kind: 'http' },
    { id: 'orders', kind: 'http', labels: { service: 'pay' } },
    { id: 'front', kind: 'http' },
    { id: 'logs', kind: 'store' },
  ]);

  assert.deepEqual(lines, ['ok logs: no logs declared, but found by the name: checkout (logs), orders (logs); not found: front']);
});

test('examineLogs() warns of a declared service that is not there, and of a store that takes queries alone', async () => {
  const logs = [
    { system: 'logs', service: 'checkout' },
    { system: 'logs', service: 'Checkout' },
    { system: 'old', service: 'a' },
    '/var/log/a.log',
  ];

  const { lines } = await check([
    { id: 'checkout', kind: 'http', logs },
    { id: 'logs', kind: 'store' },
    { id: 'old', kind: 'plain' },
  ]);

  assert.deepEqual(lines, [
    "ok logs:checkout: 'checkout' is found in logs",
    "warn logs:checkout: logs has no line of the last hour of a service named 'Checkout'",
    "warn logs:checkout: 'old' can't find logs by the name of a service: declare { system, query } in its own language",
  ]);
});

test('examineLogs() asks a store that is away once, and leaves it to the check of that store to say so', async () => {
  const entries = ['a', 'b', 'c'].map((id) => ({ id, kind: 'http' }));

  const { asked, lines } = await check([...entries, { id: 'logs', kind: 'away' }]);
  const declared = await check([
    { id: 'a', kind: 'http', logs: [{ system: 'logs', service: 'a' }] },
    { id: 'logs', kind: 'away' },
  ]);

  assert.deepEqual([asked, lines], [['away a'], []]);
  assert.deepEqual(
    declared.lines.map((line) => line.replace(/=.*/, '')),
    ['warn logs:a: refused, password'],
  );
  assert.ok(!declared.lines.join().includes('hunter2'));
});

test('examineLogs() has nothing to say where nothing keeps logs', async () => {
  assert.deepEqual((await check([{ id: 'a', kind: 'http' }])).lines, []);
});
