import assert from 'node:assert/strict';
import { it } from 'node:test';
import { nginxKind } from '../../../src/systems/nginx/system.ts';
import { acting } from '../../support/acting.ts';
import { freeCommand } from '../../support/free-command.ts';
import { ask as askNginx, nginxMissing, startNginx, thisMachine } from './scene.ts';

it('nginxCommands show what nginx says, never its configuration, and reload by the action', { skip: nginxMissing ?? false }, async () => {
  const nginx = await startNginx({ server: "location = /key { return 200 'kept-secret'; }" });
  const ask = (words: string) => freeCommand(nginxKind, words, nginx.client, nginx.entry, thisMachine);
  const printed = async (words: string): Promise<string> => (await ask(words)).output();
  try {
    await askNginx(`${nginx.url}/hello`, 3);

    const tested = await printed('nginx -t');
    assert.match(tested, /config\.isValid = true/);
    assert.ok(!tested.includes('kept-secret'));
    assert.match(await printed('show processes'), /worker process/);
    assert.match(await printed('show access-log'), /200 ×3/);
    assert.match(await printed('show status'), /"active"/);
    const { action, given } = await ask('nginx -s reload');
    const act = acting(action, given, nginx.client, nginx.entry, thisMachine);
    const record = await act.run();
    assert.equal(await act.isApplied(record), true);
  } finally {
    await nginx.stop();
  }
});
