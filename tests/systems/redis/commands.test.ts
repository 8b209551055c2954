import assert from 'node:assert/strict';
import { it } from 'node:test';
import { redisCommands } from '../../../src/systems/redis/commands.ts';
import { redisKind } from '../../../src/systems/redis/system.ts';
import { contextOf } from '../../contracts/system.ts';
import { acting } from '../../support/acting.ts';
import { freeCommand } from '../../support/free-command.ts';
import { withRedis } from './with-redis.ts';

it('redisCommands read, change with an undo, and are refused where the server says no', async () => {
  await withRedis({}, async ({ server, client, entry }) => {
    const redis = await server.connect();
    await redis.set('cart 1', 'x');
    const ask = (words: string) => freeCommand(redisKind, words, client, entry);
    const old = await redis.config('GET', 'maxmemory');

    assert.match(await (await ask('INFO memory')).output(), /used_memory_human/);
    assert.equal(await (await ask('EXISTS "cart 1" other')).output(), '1');
    const { action, given } = await ask('CONFIG SET maxmemory 64mb');
    const act = acting(action, given, client, entry);
    const before = await act.run();
    assert.deepEqual(await redis.config('GET', 'maxmemory'), ['maxmemory', '67108864']);
    await act.undo(before);
    assert.deepEqual(await redis.config('GET', 'maxmemory'), old);

    const id = String(await redis.client('ID'));
    const kill = await ask(`CLIENT KILL ID ${id}`);
    assert.equal((await kill.action.precheck(client, kill.given, contextOf(entry, 5_000))).state, 'ready');
    const gone = redisCommands.read('CLIENT KILL ID 999999');
    assert.ok('command' in gone && gone.command.kind === 'changes');
    assert.ok('refused' in (await gone.command.bind(client, contextOf(entry, 5_000))));
  });
});
