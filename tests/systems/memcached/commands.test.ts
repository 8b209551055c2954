import assert from 'node:assert/strict';
import { it } from 'node:test';
import { memcachedKind } from '../../../src/systems/memcached/system.ts';
import { acting } from '../../support/acting.ts';
import { freeCommand } from '../../support/free-command.ts';
import { stores, withMemcached } from './scene.ts';

it('memcachedCommands read statistics and what is known of a key, and change with an undo', async () => {
  await withMemcached(['-m', '16'], async ({ server, client, entry }) => {
    const talk = await server.connect();
    await talk.say(`${stores('cart:', 1, 1, 40).replace(' noreply', '')}`);
    const ask = (words: string) => freeCommand(memcachedKind, words, client, entry);

    assert.match(await (await ask('version')).output(), /^VERSION 1\./);
    assert.match(await (await ask('stats')).output(), /^curr_items 1$/m);
    assert.match(await (await ask('stats settings')).output(), /^maxbytes 16777216$/m);
    const known = await (await ask('me cart:1')).output();
    assert.match(known, /^ME cart:1 .*size=/);
    assert.ok(!known.includes('xxxx'), 'the value is somebody’s');
    assert.equal(await (await ask('me nothing')).output(), 'EN');
    const { action, given } = await ask('cache_memlimit 32');
    const act = acting(action, given, client, entry);
    const before = await act.run();
    assert.match(await (await ask('stats settings')).output(), /^maxbytes 33554432$/m);
    await act.undo(before);
    assert.match(await (await ask('stats settings')).output(), /^maxbytes 16777216$/m);
  });
});
