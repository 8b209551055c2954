import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Store } from '../../src/store/contract.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { openDesk, people } from './desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

test('look() in words runs what was asked for, tells the command, and writes an audit line', async () => {
  const at = await openDesk(store);

  const look = await at.operations.look(at.as(people.vera), { text: 'show the level of main-valve' });

  assert.deepEqual([look.systemId, look.probe, look.status], ['main-valve', 'level', 'unreachable']);
  assert.notEqual(look.query, '');
  const [line] = await at.store.audit.list({ limit: 1 });
  assert.deepEqual([line?.action, line?.actor, line?.target, line?.outcome], ['look', 'vera', 'main-valve/level', 'failed']);
});

test('look() by name takes parameters, and names what it does not know', async () => {
  const at = await openDesk(store);
  const vera = at.as(people.vera);

  const look = await at.operations.look(vera, { systemId: 'main-valve', probe: 'level' });

  assert.equal(look.probe, 'level');
  const wrong = [
    [{ systemId: 'gone', probe: 'level' }, /no system “gone”/],
    [{ systemId: 'main-valve', probe: 'colour' }, /There is: .*level/],
    [{ systemId: 'main-valve', probe: 'level', parameters: { loud: true } }, /level can’t be run like that: .*loud/],
    [{ text: 'good morning' }, /isn’t clear what to look at/],
    [{ text: 'show me main-valve' }, /What of main-valve\? There is: .*level/],
  ] as const;
  for (const [input, says] of wrong) await assert.rejects(at.operations.look(vera, input), says);
});

test('look() is refused to nobody who may see, and says so in Chinese', async () => {
  const at = await openDesk(store);

  await assert.rejects(at.operations.look(at.as(people.vera, { locale: 'zh-CN' }), { text: '查看' }), /没看懂要看什么/);
});

test('wouldLook() tells words about a system from others', async () => {
  const at = await openDesk(store);

  assert.deepEqual(['show the level of main-valve', 'good morning'].map(at.operations.wouldLook), [true, false]);
});
