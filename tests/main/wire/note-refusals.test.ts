import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createNoteRefusals } from '../../../src/main/wire/note-refusals.ts';
import type { NewAuditEntry } from '../../../src/store/contract.ts';

function world(append: (entry: NewAuditEntry) => Promise<void>) {
  const counted: string[] = [];
  const warnings: string[] = [];
  let wake = (): void => undefined;
  const clock = {
    now: () => 0,
    sleep: () =>
      new Promise<void>((resolve) => {
        wake = resolve;
      }),
  };
  const store = { audit: { append } } as unknown as Parameters<typeof createNoteRefusals>[0]['store'];
  const note = createNoteRefusals({
    store,
    clock,
    count: (adapter) => counted.push(adapter),
    log: { warn: (_, text) => warnings.push(text) },
  });
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return { note, counted, warnings, settle, minuteLater: () => wake() };
}

test('createNoteRefusals() counts each, and audits the first at once and the rest in one line', async () => {
  const lines: unknown[] = [];
  const { note, counted, settle, minuteLater } = world(async ({ door, details }) => void lines.push([door, details.reason, details.times]));

  for (let index = 0; index < 5; index += 1) note({ adapter: 'slack', reason: 'it is not signed' });
  await settle();
  minuteLater();
  await settle();
  note({ adapter: 'slack', reason: 'it is not signed' });
  await settle();

  assert.equal(counted.length, 6);
  assert.deepEqual(lines, [
    ['slack', 'it is not signed', 1],
    ['slack', 'it is not signed', 4],
    ['slack', 'it is not signed', 1],
  ]);
});

test('createNoteRefusals() says in the log when the store is away, and tries again with the next', async () => {
  let isAway = true;
  const lines: unknown[] = [];
  const { note, warnings, settle } = world(async (entry) => {
    if (isAway) throw new Error('away');
    lines.push(entry.door);
  });

  note({ adapter: 'feishu', reason: 'its signature is wrong' });
  await settle();
  isAway = false;
  note({ adapter: 'feishu', reason: 'its signature is wrong' });
  await settle();

  assert.deepEqual([warnings.length, lines], [1, ['feishu']]);
});
