import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEditPace } from '../../../src/bot/outbox/edit-pace.ts';
import type { Thread } from '../../../src/store/contract.ts';

interface Behind {
  readonly thread: Thread;
}

function behindOf(id: string, options: { readonly channel?: string; readonly isNew?: boolean } = {}): Behind {
  const place = { adapter: 'slack', workspace: 'T1', channel: options.channel ?? 'C1' };
  const root = options.isNew === true ? null : { place, id: `m-${id}` };
  return { thread: { id, incidentId: `inc-${id}`, place, locale: 'en', root, cardRevision: 0, parent: null } };
}

function withPace(intervalMs = 1_000) {
  const told: number[] = [];
  let nowMs = 1_000_000;
  const pace = createEditPace({
    clock: { now: () => nowMs },
    intervalMs: () => intervalMs,
    onWaiting: (waitMs) => told.push(waitMs),
  });
  return {
    pace,
    told,
    advance(ms: number) {
      nowMs += ms;
    },
    /** What is chosen, by thread. */
    chosen: (behind: readonly Behind[]) => pace.choose(behind).map(({ thread }) => thread.id),
  };
}

test('createEditPace() lets one edit of a channel begin at a time, and the next one a second after it ended', () => {
  const { pace, told, advance, chosen } = withPace();
  const [one, two] = [behindOf('one'), behindOf('two')];

  const first = chosen([one, two]);
  const meanwhile = chosen([two]);
  pace.ended(one.thread);
  advance(999);
  const early = chosen([one, two]);
  advance(1);
  const next = chosen([one, two]);

  assert.deepEqual([first, meanwhile, early, next], [['one'], [], [], ['two']]);
  assert.deepEqual(told, [1]);
});

test('createEditPace() gives the turn to the card that was left alone for the longest', () => {
  const { pace, advance, chosen } = withPace();
  const all = ['hot', 'warm', 'cold'].map((id) => behindOf(id));
  const turns: string[] = [];

  for (let turn = 0; turn < 6; turn += 1) {
    for (const id of chosen(all)) {
      turns.push(id);
      pace.ended(behindOf(id).thread);
    }
    advance(1_000);
  }

  assert.deepEqual(turns, ['hot', 'warm', 'cold', 'hot', 'warm', 'cold']);
});

test('createEditPace() holds up neither new cards nor other channels', () => {
  const { chosen } = withPace();

  const first = chosen([behindOf('one')]);
  const rest = chosen([
    behindOf('two'),
    behindOf('new', { isNew: true }),
    behindOf('newer', { isNew: true }),
    behindOf('x', { channel: 'C2' }),
  ]);

  assert.deepEqual([first, rest], [['one'], ['new', 'newer', 'x']]);
});

test('createEditPace() tells of a turn once, however often is asked', () => {
  const { pace, told, advance, chosen } = withPace();
  const [one, two] = [behindOf('one'), behindOf('two')];

  chosen([one]);
  pace.ended(one.thread);
  for (let look = 0; look < 5; look += 1) chosen([two]);
  advance(1_000);
  const next = chosen([two]);
  pace.ended(two.thread);
  chosen([one]);

  assert.deepEqual(next, ['two']);
  assert.deepEqual(told, [1_000, 1_000]);
});

test('createEditPace() does not count a card that was new as an edit', () => {
  const { pace, chosen } = withPace();
  const fresh = behindOf('one', { isNew: true });

  chosen([fresh]);
  pace.ended(fresh.thread);

  assert.deepEqual(chosen([behindOf('one')]), ['one']);
});
