import assert from 'node:assert/strict';
import { it } from 'node:test';
import { haproxyKind } from '../../../src/systems/haproxy/system.ts';
import { acting } from '../../support/acting.ts';
import { freeCommand } from '../../support/free-command.ts';
import { startSite } from '../http/site.ts';
import { haproxyMissing, startHaproxy } from './scene.ts';

it('haproxyCommands tell what the runtime API tells, and change what their actions change', { skip: haproxyMissing ?? false }, async () => {
  const site = await startSite((_request, response) => void response.end('hello'));
  const server = (name: string): string => `  server ${name} 127.0.0.1:${String(site.port)} check inter 100ms`;
  const haproxy = await startHaproxy({ sections: `backend app\n${server('s1')}\n${server('s2')}` });
  const ask = (words: string) => freeCommand(haproxyKind, words, haproxy.client, haproxy.entry);
  const printed = async (words: string): Promise<string> => (await ask(words)).output();
  try {
    for (const name of ['s1', 's2']) await haproxy.untilStatus(name, /^UP/);

    assert.match(await printed('show info'), /^Name: HAProxy$/m);
    assert.match(await printed('show stat'), /^app,s1,/m);
    assert.match(await printed('show servers state app'), / app \d+ s2 /);
    assert.match(await printed('show cli level'), /admin/);
    assert.match(await printed('show backend'), /^app$/m);
    const { action, given } = await ask('set server app/s1 state drain');
    const act = acting(action, given, haproxy.client, haproxy.entry);
    const record = await act.run();
    await haproxy.untilStatus('s1', /DRAIN/);
    await act.undo(record);
    await haproxy.untilStatus('s1', /^UP/);
    const weight = await ask('set weight app/s2 0');
    assert.equal((await acting(weight.action, weight.given, haproxy.client, haproxy.entry).precheck()).state, 'ready');
    const missing = await ask('disable health app/s9');
    assert.equal((await acting(missing.action, missing.given, haproxy.client, haproxy.entry).precheck()).state, 'blocked');
  } finally {
    await haproxy.stop();
    await site.stop();
  }
});
