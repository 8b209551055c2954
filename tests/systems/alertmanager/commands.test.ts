import assert from 'node:assert/strict';
import { it } from 'node:test';
import { alertmanagerKind } from '../../../src/systems/alertmanager/system.ts';
import { acting } from '../../support/acting.ts';
import { freeCommand } from '../../support/free-command.ts';
import { configuration, startAlertmanagerOf } from './server.ts';

it('alertmanagerCommands ask as amtool does, and silence exactly what was named', async () => {
  const server = await startAlertmanagerOf({ configuration: configuration('http://127.0.0.1:9/') });
  const ask = (words: string) => freeCommand(alertmanagerKind, words, server.client, server.entry);
  const printed = async (words: string): Promise<string> => (await ask(words)).output();
  try {
    await server.fire({ alertname: 'DiskFull', instance: 'web-1' }, { alertname: 'Other', instance: 'db-1' });

    assert.match(await printed('amtool alert query'), /^(?=.*DiskFull)(?=.*Other)/s);
    assert.match(await printed('alert query instance=~web.*'), /^DiskFull \S+ active → hook \{instance="web-1"\}$/);
    assert.equal(await printed('silence query'), '(no silences)');
    const { action, given } = await ask('silence add alertname=DiskFull -c "disk swap" -d 1h');
    const act = acting(action, given, server.client, server.entry);
    const record = await act.run();
    assert.match(await printed('silence query'), /^[0-9a-f-]{36} active \{alertname="DiskFull"\} until \S+ by zhiban: disk swap /);
    assert.match(await printed('alert query instance=~web.*'), / suppressed /);
    assert.match(await printed('alert query alertname=Other'), / active /);
    await act.undo(record);
    assert.equal(await printed('silence query'), '(no silences)');
  } finally {
    await server.stop();
  }
});
