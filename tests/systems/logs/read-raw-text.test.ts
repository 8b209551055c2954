import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { SystemError } from '../../../src/domain/errors.ts';
import type { LookContext, Neighbour, SystemEntry } from '../../../src/systems/contract.ts';
import { hostKind } from '../../../src/systems/host/system.ts';
import type { LogSource, LogStore } from '../../../src/systems/logs/contract.ts';
import { readRawText } from '../../../src/systems/logs/read-raw-text.ts';
import { contextOf } from '../../contracts/system.ts';
import { systemClock } from '../../support/system-clock.ts';

const folder = mkdtempSync(join(tmpdir(), 'zhiban-raw-text-'));
const host = hostKind.connect(hostKind.entry.parse({ id: 'here', kind: 'host' }), { clock: systemClock, resolveSecret: () => '' });
after(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

const limit = { timeoutMs: 10_000, signal: new AbortController().signal };

function contextWith(logs: readonly LogSource[], store?: LogStore<unknown>['read']): LookContext {
  const entry: SystemEntry = { id: 'db', kind: 'postgresql', runsOn: 'here', dependsOn: [], labels: {}, actionsEnabled: true, logs };
  const here = { client: host, kind: { logFiles: hostKind.logFiles } } as unknown as Neighbour;
  const keeper = { client: { close: async () => undefined }, kind: { logStore: { read: store } } } as unknown as Neighbour;
  return { ...contextOf(entry, 10_000), neighbour: (id) => (id === 'here' ? here : id === 'logs' && store !== undefined ? keeper : null) };
}

test('readRawText() gives the lines of files and of a log system as they stand', async () => {
  const path = join(folder, 'server.log');
  writeFileSync(path, '2026-01-31 08:00:00 UTC [7] ERROR:  permission denied for table orders\n');
  const line = { atMs: 0, text: '[8] LOG:  ready', level: '', stream: '' };

  const text = await readRawText(
    contextWith([path, { system: 'logs', query: 'app:db' }], async () => ({ lines: [line], isCut: false })),
    limit,
  );

  assert.match(text ?? '', /ERROR: {2}permission denied for table orders[\s\S]*\[8\] LOG: {2}ready/);
});

test('readRawText() gives nothing where nothing is declared, there, or willing to answer', async () => {
  const refusing = async (): Promise<never> => {
    throw new SystemError('no', { retry: 'never' });
  };

  const texts = [
    await readRawText(contextWith([]), limit),
    await readRawText(contextWith([join(folder, 'not-there.log')]), limit),
    await readRawText(contextWith([{ system: 'logs', query: 'x' }], refusing), limit),
    await readRawText(contextWith([{ system: 'gone', query: 'x' }]), limit),
  ];

  assert.deepEqual(texts, [null, null, null, null]);
});
