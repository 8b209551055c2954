/** The one change on a real containerd, by itself and as a free command: done, verified and undone, as ctr itself tells. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { ActionArguments } from '../../../src/domain/plan.ts';
import { checkContainerd } from '../../../src/systems/containerd/check.ts';
import { containerdCommands } from '../../../src/systems/containerd/commands.ts';
import type { ContainerdEntry } from '../../../src/systems/containerd/entry.ts';
import { containerdKind } from '../../../src/systems/containerd/system.ts';
import type { LinuxClient } from '../../../src/systems/linux/client.ts';
import { contextOf } from '../../contracts/system.ts';
import { type Acting, acting } from '../../support/acting.ts';
import { type Containerd, containerdMissing } from '../../support/containerd.ts';
import { freeCommand } from '../../support/free-command.ts';
import { clientOf, entryOf, found, look, openShop, type Shop } from './scene.ts';

describe('actions of containerd', { skip: containerdMissing ?? false, timeout: 300_000 }, () => {
  let shop: Shop;
  let containerd: Containerd;
  let host: LinuxClient;
  let entry: ContainerdEntry;
  before(async () => {
    shop = await openShop();
    ({ containerd, host, entry } = shop);
  });
  after(() => shop.stop());
  const act = (given: ActionArguments): Acting => {
    const action = containerdKind.actions[0] ?? assert.fail();
    return acting(action, given, clientOf(entry), entry, host);
  };

  it('a paused task is found, goes on with the action, and its undo freezes it again', async () => {
    await containerd.ctr('tasks', 'pause', 'web');
    const { facts } = await look(entry, 'containers', host);
    const resume = act({ namespace: 'shop', container: 'web' });

    const recorded = await resume.run();
    const again = await resume.precheck();
    await resume.undo(recorded);
    await containerd.until('web', 'PAUSED');
    await resume.run();

    assert.deepEqual(found(facts), ['task-paused']);
    assert.equal(facts['paused.name'], 'shop/web');
    assert.equal(again.state, 'already');
    await containerd.until('web', 'RUNNING');
  });

  it('resumeTask is blocked where nothing is paused: no such container, no task, one that has ended', async () => {
    for (const [container, why] of [
      ['nobody', /no container shop\/nobody/],
      ['never', /NONE/],
      ['brief', /STOPPED/],
    ] as const) {
      const precheck = await act({ namespace: 'shop', container }).precheck();

      assert.ok(precheck.state === 'blocked', container);
      assert.match(precheck.reason.en, why);
    }
    const schema = containerdKind.actions[0]?.arguments;
    assert.equal(schema?.safeParse({ namespace: 'shop', container: '--all' }).success, false);
  });

  it('containerdCommands ask what ctr asks, and change with an undo', async () => {
    const ask = (words: string) => freeCommand(containerdKind, words, clientOf(entry), entry, host);
    const printed = async (words: string): Promise<string> => (await ask(words)).output();

    assert.equal(containerdCommands.forms.length, 9);
    assert.match(await printed('ctr namespaces ls'), /^shop/m);
    assert.match(await printed('ctr -n shop t ls'), /^web\s+\d+\s+RUNNING/m);
    assert.match(await printed('ctr -n shop tasks metrics web'), /memory/);
    assert.match(await printed('-n shop images ls'), /zhiban\.test\/box:1/);
    assert.match(await printed('version'), /Server:/);
    await assert.rejects(printed('-n shop tasks ps nobody'), /ctr did not do it/);
    await containerd.ctr('tasks', 'pause', 'web');
    const { action, given } = await ask('ctr -n shop task resume web');
    await acting(action, given, clientOf(entry), entry, host).run();
    await containerd.until('web', 'RUNNING');
  });

  it('checkContainerd tells doctor what can be looked at, and which namespace there is not', async () => {
    const check = async (socket: string, namespaces: readonly string[]) => {
      const asked = entryOf(socket, { namespaces });
      return await checkContainerd(clientOf(asked), contextOf(asked, 30_000, host));
    };

    const there = await check(containerd.socket, ['shop', 'k8s.io']);
    const away = await check('/nowhere/containerd.sock', ['shop']);

    assert.deepEqual(
      there.map(({ level, text }) => `${level} ${text.en}`),
      ['ok can be looked at, 1 namespaces', 'warn there is no namespace k8s.io'],
    );
    assert.deepEqual(
      away.map(({ level }) => level),
      ['fail'],
    );
  });
});
