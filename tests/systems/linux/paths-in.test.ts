import assert from 'node:assert/strict';
import test from 'node:test';
import type { Labels } from '../../../src/domain/alert.ts';
import { pathsIn } from '../../../src/systems/linux/paths-in.ts';

const cases: readonly [claim: string, words: string, labels: readonly Labels[], paths: readonly string[]][] = [
  ['a label before the words', 'Filesystem on /dev/vda1, mounted on /data', [{ mountpoint: '/data' }], ['/data', '/dev/vda1']],
  ['the root by its label', 'less than 3% left', [{ mountpoint: '/' }], ['/']],
  [
    'a path in a sentence, without its stop',
    '磁盘 /srv/orders 已满。The log is /var/log/app.log.',
    [],
    ['/srv/orders', '/var/log/app.log'],
  ],
  ['no part of a URL', 'https://shop.example.com/health and 127.0.0.1:8080/metrics fail', [], []],
  ['no fraction, and no lone slash', '3/4 of requests; and / or', [], []],
];

for (const [claim, words, labels, paths] of cases) {
  test(`pathsIn() finds ${claim}`, () => assert.deepEqual(pathsIn(words, labels).paths, paths));
}

test('pathsIn() keeps to ten paths and is not held up by hostile words', () => {
  const { paths } = pathsIn('/a/'.repeat(100_000), []);

  assert.ok(paths.length <= 10);
});
