/** The changes, against a local peer that keeps the state which they change; a real MongoDB cannot be had here. */

import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { ActionArguments } from '../../../src/domain/plan.ts';
import type { Before } from '../../../src/systems/contract.ts';
import { mongodbActions } from '../../../src/systems/mongodb/actions.ts';
import { mongodbCommands } from '../../../src/systems/mongodb/commands.ts';
import { mongodbKind } from '../../../src/systems/mongodb/system.ts';
import { contextOf } from '../../contracts/system.ts';
import { freeCommand } from '../../support/free-command.ts';
import { healthy, member, operation, set } from './answers.ts';
import { type Answers, startMongoPeer } from './peer.ts';
import { clientOf, entryOf } from './scene.ts';

async function run(
  name: string,
  given: ActionArguments,
  answers: Answers,
  then?: (undo: () => Promise<unknown>) => Promise<void>,
): Promise<string> {
  const action = mongodbActions.find((each) => each.name === name);
  assert.ok(action !== undefined);
  const peer = await startMongoPeer({ ...healthy, ...answers });
  const entry = entryOf(peer.url);
  const client = clientOf(entry);
  const context = () => contextOf(entry, 20_000);
  try {
    const checked = await action.precheck(client, given, context());
    if (checked.state !== 'ready') return checked.state;
    const { before }: { readonly before: Before } = checked;
    assert.equal(await action.isApplied(client, given, before, context()), false);
    await action.apply(client, given, before, context());
    assert.ok((await action.verify(client, given, before, context())).isMet);
    assert.equal(await action.isApplied(client, given, before, context()), true);
    await then?.(async () => ('apply' in action.undo ? action.undo.apply(client, given, before, context()) : undefined));
    return 'done';
  } finally {
    await client.close();
    await peer.stop();
  }
}

it('kill-operation ends the one that was meant, and leaves alone a newer one with its id', async () => {
  let isRunning = true;
  const answers: Answers = {
    currentOp: () => ({ inprog: isRunning ? [operation({ opid: 7, secs_running: 90 })] : [operation({ opid: 7, secs_running: 1 })] }),
    killOp: ({ op }) => {
      if (op === 7) isRunning = false;
      return {};
    },
  };
  const given = { operation: '7', namespace: 'shop.orders', atLeastSeconds: 60 };

  assert.equal(await run('kill-operation', given, answers), 'done');
  assert.equal(await run('kill-operation', given, answers), 'already');
});

it('set-profiling records what was, and its undo brings it back', async () => {
  let now = { was: 0, slowms: 250 };
  const answers: Answers = {
    profile: ({ profile, slowms }) => {
      const { was, slowms: old } = now;
      if (profile >= 0) now = { was: profile, slowms };
      return { was, slowms: old };
    },
  };
  const given = { database: 'shop', slowMs: 100 };

  const ended = await run('set-profiling', given, answers, async (undo) => {
    await undo();
    await undo();
  });

  assert.deepEqual([ended, now], ['done', { was: 0, slowms: 250 }]);
});

it('step-down needs a secondary that is close, and ends with another primary', async () => {
  let primary = 'a';
  const answers: Answers = {
    replSetGetStatus: () => set(...['a', 'b'].map((name) => member(name, name === primary ? 'PRIMARY' : 'SECONDARY'))),
    replSetStepDown: () => {
      primary = 'b';
      return {};
    },
  };

  assert.equal(await run('step-down', { forSeconds: 60 }, answers), 'done');
  assert.equal(await run('step-down', { forSeconds: 60 }, { replSetGetStatus: set(member('a', 'PRIMARY')) }), 'blocked');
});

it('mongodbActions refuse ids and names that are none', () => {
  const find = (name: string) => mongodbActions.find((each) => each.name === name)?.arguments;

  assert.equal(find('kill-operation')?.safeParse({ operation: 'all', namespace: 'a.b', atLeastSeconds: 1 }).success, false);
  assert.equal(find('kill-operation')?.safeParse({ operation: 'shard01:-77', namespace: 'a.b', atLeastSeconds: 1 }).success, true);
  assert.equal(find('set-profiling')?.safeParse({ database: 'a.b', slowMs: 100 }).success, false);
  assert.equal(find('step-down')?.safeParse({ forSeconds: 1 }).success, false);
});

it('mongodbCommands look, and a kill is bound to the operation that runs now', async () => {
  const peer = await startMongoPeer({ ...healthy, currentOp: { inprog: [operation({ opid: 7, secs_running: 90 })] } });
  const entry = entryOf(peer.url);
  const client = clientOf(entry);
  try {
    assert.match(await (await freeCommand(mongodbKind, 'db.currentOp()', client, entry)).output(), /shop\.orders/);
    const kill = await freeCommand(mongodbKind, 'db.killOp(7)', client, entry);
    assert.deepEqual(JSON.parse(String(kill.given.with)), { atLeastSeconds: 90, namespace: 'shop.orders', operation: '7' });
    const gone = mongodbCommands.read('db.killOp(8)');
    assert.ok('command' in gone && gone.command.kind === 'changes');
    assert.ok('refused' in (await gone.command.bind(client, contextOf(entry, 5_000))));
    assert.ok(mongodbCommands.forms.includes('db.killOp(<operation>)'));
  } finally {
    await client.close();
    await peer.stop();
  }
});
