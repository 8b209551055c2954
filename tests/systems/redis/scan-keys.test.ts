import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scanKeys } from '../../../src/systems/redis/scan-keys.ts';

const limit = { timeoutMs: 1_000, signal: new AbortController().signal } as never;

function paging(pages: readonly (readonly string[])[]) {
  const asked: unknown[][] = [];
  const client = {
    call: (command: readonly unknown[]) => {
      asked.push([...command]);
      const at = asked.length - 1;
      return Promise.resolve([at + 1 < pages.length ? String(at + 1) : '0', pages[at] ?? []]);
    },
  };
  return { client: client as never, asked };
}

test('scanKeys() follows the cursor with its filter, and keeps what is wanted', async () => {
  const { client, asked } = paging([['a', 'b'], [], ['c']]);

  assert.deepEqual(await scanKeys(client, ['TYPE', 'stream'], 20, limit, (name) => name !== 'b'), ['a', 'c']);
  assert.deepEqual(asked[1], ['SCAN', '1', 'COUNT', 1_000, 'TYPE', 'stream']);
});

test('scanKeys() ends with enough names, and after thirty rounds', async () => {
  const full = paging([['a', 'b', 'c'], ['d']]);
  const endless = paging(Array.from({ length: 99 }, () => []));

  assert.deepEqual(await scanKeys(full.client, [], 2, limit), ['a', 'b']);
  assert.equal(full.asked.length, 1);
  await scanKeys(endless.client, [], 2, limit);
  assert.equal(endless.asked.length, 30);
});
