import assert from 'node:assert/strict';
import { test } from 'node:test';
import { heaviestFolder } from '../../../../src/systems/linux/probes/heavy-folder.ts';

test('heaviestFolder() finds the deepest directory with half of the filesystem, with what lies below it', () => {
  const spread = ['a', 'b', 'c'].map((name) => `40000 30 /data/shop/cache/${name}`).join('\n');

  assert.deepEqual(heaviestFolder('90000 400 /data/shop/logs\n6000 3 /data/shop/images\n', '/data'), {
    path: '/data/shop/logs',
    bytes: 46_080_000,
    files: 400,
  });
  assert.deepEqual(heaviestFolder(`${spread}\n9000 1 /data/other`, '/data'), { path: '/data/shop/cache', bytes: 61_440_000, files: 90 });
});

test('heaviestFolder() says nothing where all lies at the top, where programs are all there is, and of what is empty', () => {
  assert.equal(heaviestFolder('90000 400 /data\n', '/data'), null);
  assert.equal(heaviestFolder('90000 400 /usr/lib\n10 1 /etc\n', '/'), null);
  assert.equal(heaviestFolder('', '/'), null);
});
