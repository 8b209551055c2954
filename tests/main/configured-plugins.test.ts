import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadConfig } from '../../src/config/load.ts';
import { openConfiguredPlugins, silentLog } from '../../src/main/configured-plugins.ts';
import { createNotePluginStops } from '../../src/main/wire/note-plugin-stops.ts';
import { naughtyFolder } from '../plugins/naughty.ts';
import { systemClock } from '../support/system-clock.ts';

test('openConfiguredPlugins() brings kinds that the file may then use, and its stops are audited', { timeout: 60_000 }, async () => {
  const home = mkdtempSync(join(tmpdir(), 'zhiban-configured-'));
  const path = join(home, 'zhiban.yaml');
  const entry = '{ id: n, kind: naughty, url: "http://127.0.0.1:9", password: { env: P } }';
  writeFileSync(path, `plugins:\n  - path: ${naughtyFolder}\nsystems:\n  - ${entry}\n`);
  const environment = { home, variables: { P: 'a-password-of-length' } };
  const plugins = await openConfiguredPlugins({ environment, path, kinds: [], clock: systemClock, log: silentLog });
  try {
    const { kinds } = plugins;
    const loaded = loadConfig({ path, kinds, variables: environment.variables });
    assert.deepEqual(
      loaded.systems.map(({ id, kind }) => `${id} ${kind}`),
      ['n naughty'],
    );

    const audited: unknown[] = [];
    const told = new Promise<void>((resolve) => {
      const append = async (line: unknown): Promise<void> => {
        audited.push(line);
        resolve();
      };
      plugins.follow(createNotePluginStops({ store: { audit: { append } } as never, clock: systemClock, log: { warn: () => undefined } }));
    });
    const [system] = loaded.systems;
    const [kind] = kinds;
    assert.ok(system !== undefined && kind !== undefined);
    const client = kind.connect(system, { clock: systemClock, resolveSecret: () => 'a-password-of-length' });
    const exit = kind.probes.find(({ name }) => name === 'exit');
    const look = await exit?.look(client, {}, { clock: systemClock, signal: AbortSignal.timeout(20_000), aboutMs: 0, entry: system });
    await told;

    assert.equal(look?.status, 'failed');
    const { action, target, outcome, details } = Object(audited[0]);
    assert.deepEqual(
      { action, target, outcome, kind: details.kind },
      { action: 'plugin.stopped', target: 'naughty', outcome: 'failed', kind: 'crash' },
    );
  } finally {
    await plugins.stop();
    rmSync(home, { recursive: true, force: true });
  }
});
