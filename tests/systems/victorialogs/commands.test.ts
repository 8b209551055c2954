import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createVictorialogsClient } from '../../../src/systems/victorialogs/client.ts';
import { victorialogsKind } from '../../../src/systems/victorialogs/system.ts';
import { acting } from '../../support/acting.ts';
import { freeCommand } from '../../support/free-command.ts';
import { systemClock } from '../../support/system-clock.ts';
import { startVictoriaLogs, victoriaLogsMissing } from '../../support/victoria-logs.ts';
import { agoIso, victorialogsEntry } from './diagnose.ts';

it('victorialogsCommands ask in LogsQL', { skip: victoriaLogsMissing ?? false }, async () => {
  const server = await startVictoriaLogs();
  const entry = victorialogsEntry(server.url);
  const client = createVictorialogsClient(entry, { clock: systemClock, resolveSecret: () => '' });
  const printed = async (words: string): Promise<string> => (await freeCommand(victorialogsKind, words, client, entry)).output();
  try {
    await server.push([
      { _time: agoIso(30), _msg: 'payment refused by bank', app: 'orders', level: 'error' },
      { _time: agoIso(20), _msg: 'accepted', app: 'billing' },
    ]);

    const found = await printed('query app:orders AND refused');
    assert.match(found, /payment refused by bank/);
    assert.ok(!found.includes('accepted'));
    assert.match(await printed('show streams'), /orders/);
    const prechecks = await Promise.all(
      ['query app:orders | fields _msg', 'query app:orders | limit few'].map(async (words) => {
        const { action, given } = await freeCommand(victorialogsKind, words, client, entry);
        return acting(action, given, client, entry).precheck();
      }),
    );
    assert.deepEqual(
      prechecks.map((each) => each.state),
      ['ready', 'blocked'],
    );
  } finally {
    await client.close();
    await server.stop();
  }
});
