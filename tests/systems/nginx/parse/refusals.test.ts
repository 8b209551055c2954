import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Request } from '../../../../src/systems/nginx/parse/access-log.ts';
import { prefixOf, refusalsOf, shapeOf, turnedPrefix } from '../../../../src/systems/nginx/parse/refusals.ts';

/** One request every 200 ms. */
function log(
  ...parts: readonly (readonly [times: number, status: number, path: (n: number) => string, client?: string])[]
): readonly Request[] {
  return parts
    .flatMap(([times, status, path, client = '10.0.0.1']) => Array.from({ length: times }, (_, n) => ({ status, path: path(n), client })))
    .map((each, index) => ({ ...each, atMs: index * 200 }));
}

const orders = (): string => '/api/orders';
const cart = (n: number): string => `/shop/item-${n}`;
const scan = (n: number): string => `/wp-admin/${'abcdefghijklmnopqrstuvwxyz'[n % 26]}${n}.php`;

describe('turnedPrefix()', () => {
  it('is the prefix that answered well and answers one refusal only, with when it turned', () => {
    const turned = turnedPrefix(log([20, 200, orders], [5, 200, () => '/hello'], [30, 404, orders]), 0);

    assert.deepEqual(
      [turned?.prefix, turned?.path, turned?.status, turned?.requests, turned?.before],
      ['/api', '/api/orders', 404, 30, 20],
    );
    assert.equal(turned?.atMs, 25 * 200);
  });

  it('numbers in paths make no other path, as long as they are refused and not merely unknown', () => {
    const refused = turnedPrefix(log([20, 200, cart], [80, 403, (n) => cart(n + 500)]), 0);
    const counted = turnedPrefix(log([20, 200, cart], [80, 404, (n) => cart(n + 500)]), 0);

    assert.deepEqual([refused?.prefix, refused?.requests, counted], ['/shop', 80, null]);
  });

  it('what was never answered well is a scanner, unless the same is asked for again and again', () => {
    const scanned = turnedPrefix(log([20, 200, orders], [200, 404, scan]), 0);
    const asked = turnedPrefix(log([20, 200, () => '/hello'], [40, 404, orders]), 0);

    assert.equal(scanned, null);
    assert.deepEqual([asked?.prefix, asked?.before], ['/api', 0]);
  });

  it('a path that is often refused needs a longer run; who gives up meanwhile does not end it', () => {
    const often = log(...Array.from({ length: 30 }, () => [1, 200, orders] as const).flatMap((good) => [good, [1, 404, orders] as const]));
    const run = (times: number): readonly Request[] =>
      log([30, 200, orders], [10, 404, orders], [1, 200, orders], [times, 404, orders], [1, 499, orders]);

    assert.equal(turnedPrefix(often, 0), null);
    assert.deepEqual([turnedPrefix(run(5), 0), turnedPrefix(run(30), 0)?.requests], [null, 30]);
  });

  it('counts who asks for the same within a second: a redirect that leads back to itself', () => {
    const turned = turnedPrefix(log([20, 200, orders], [20, 301, orders]), 0);

    assert.deepEqual([turned?.status, turned?.circling], [301, 19]);
  });
});

describe('refusalsOf()', () => {
  it('tells the refusal that is given most, of late and before, for what and to whom', () => {
    const told = refusalsOf(log([400, 200, orders], [300, 403, cart, '10.0.0.9'], [3, 404, scan], [20, 499, orders]), 0);

    assert.deepEqual(
      [told.status, told.count, told.prefix, told.client, told.clientShare, told.paths],
      [403, 300, '/shop', '10.0.0.9', 1, 300],
    );
    assert.ok(told.lateShare > 0.9 && told.earlierShare < 0.1, JSON.stringify(told));
  });

  it('is nothing where nothing is refused', () => {
    assert.deepEqual([refusalsOf([], 0).status, refusalsOf(log([5, 200, orders]), 0).count], [0, 0]);
  });
});

describe('shapeOf()', () => {
  it('leaves numbers and ids out', () => {
    assert.equal(shapeOf('/cart/17/items/3f2a9c11d0b84e5fa1'), shapeOf('/cart/9/items/77b1000000000000ff'));
    assert.deepEqual([prefixOf('/api/orders'), prefixOf('/'), prefixOf('')], ['/api', '/', '/']);
  });
});

describe('refusalsOf().scanShare', () => {
  const known = (n: number): string => ['/wp-login.php', '/.env', '/phpmyadmin/index.php', '/backup.zip'][n % 4] ?? '';

  it('is what scanners ask of any site, and this one never served', () => {
    assert.equal(refusalsOf(log([50, 200, orders], [36, 404, known]), 0).scanShare, 1);
    assert.equal(refusalsOf(log([50, 200, orders], [18, 404, known], [18, 404, orders]), 0).scanShare, 0.5);
    assert.equal(refusalsOf(log([50, 200, () => '/wp-login.php'], [36, 404, () => '/wp-login.php']), 0).scanShare, 0);
  });
});
