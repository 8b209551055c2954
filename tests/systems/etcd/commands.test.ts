import assert from 'node:assert/strict';
import { it } from 'node:test';
import { etcdKind } from '../../../src/systems/etcd/system.ts';
import { acting } from '../../support/acting.ts';
import { startEtcd } from '../../support/etcd.ts';
import { freeCommand } from '../../support/free-command.ts';
import { base64, clientOf, entryOf } from './scene.ts';

it('etcdCommands tell what etcdctl tells, never a value, and change what their actions change', async () => {
  const cluster = await startEtcd();
  const [member] = cluster.members;
  assert.ok(member !== undefined);
  const entry = entryOf(member.url);
  const client = clientOf(entry);
  const ask = (words: string) => freeCommand(etcdKind, words, client, entry);
  const printed = async (words: string): Promise<string> => (await ask(words)).output();
  try {
    for (const key of ['/shop/a', '/shop/b', '/shopping'])
      await member.call('/v3/kv/put', { key: base64(key), value: base64('kept-secret') });

    assert.match(await printed('version'), /etcdserver/);
    assert.match(await printed('etcdctl member list'), /^[0-9a-f]+ /);
    assert.match(await printed('endpoint status'), /leader, database \d+ bytes/);
    assert.match(await printed('endpoint health'), /true/);
    assert.equal(await printed('alarm list'), '(no alarms)');
    assert.equal(await printed('get /shop/ --prefix --count-only'), '2');
    assert.equal(await printed('get /shop/ --prefix --keys-only --limit 10'), '/shop/a\n/shop/b');
    assert.equal(await printed('get 商店 --prefix --keys-only --limit 1'.replace('商店', '"商店"')), '(no keys)');
    assert.equal(await printed('user list'), '(no users)');
    const { action, given } = await ask('compact 3');
    await acting(action, given, client, entry).run();
    const defrag = await ask('defrag');
    assert.match(String(defrag.given.with), /"member":"[0-9a-f]+"/);
  } finally {
    await client.close();
    await cluster.stop();
  }
});
