import assert from 'node:assert/strict';
import { test } from 'node:test';
import { routeSignatures } from '../../../../src/systems/nginx/signatures/routes.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

const turned = {
  'route.status': 404,
  'route.requests': 40,
  'route.before': 20,
  'route.circling': 0,
  'route.isSinceLoad': true,
  'route.twist': 'path-changed',
  'log.count.accessForbidden': 0,
  'log.count.permissionDenied': 0,
  'log.count.bodyTooLarge': 0,
  'log.count.rateLimited': 0,
};

const cases: readonly (readonly [
  what: string,
  facts: Readonly<Record<string, string | number | boolean>>,
  words: string,
  confirmed: readonly string[],
])[] = [
  ['a prefix that is cut off since the reload', {}, '', ['path-changed-for-upstream']],
  ['a slash that has always been there, while the application has lost the path', { 'route.isSinceLoad': false }, '', []],
  ['the same for who asks: no more than likely', { 'route.isSinceLoad': false }, '/api answers 404', []],
  ['a file that can not be there', { 'route.twist': 'file' }, '', ['file-path-wrong']],
  ['an expression that takes it', { 'route.twist': 'shadowed', 'route.status': 403 }, '', ['location-shadowed']],
  ['any other change that came with the reload', { 'route.twist': 'none' }, '', ['refused-since-reload']],
  ['what a deny explains', { 'route.twist': 'none', 'route.status': 403, 'log.count.accessForbidden': 9 }, '', []],
  [
    'a redirect that leads back to itself',
    { 'route.twist': 'redirects', 'route.status': 301, 'route.circling': 30 },
    '',
    ['redirect-loop'],
  ],
  ['a page that has moved', { 'route.twist': 'redirects', 'route.status': 301, 'route.circling': 1 }, '', []],
  ['nothing', { 'route.status': 0, 'route.twist': 'none', 'route.requests': 0, 'route.before': 0 }, '404 打不开', []],
];
for (const [what, facts, words, confirmed] of cases) {
  test(`routeSignatures tell ${what}`, () => {
    assert.deepEqual(judgeFacts(routeSignatures, 'nginx', { ...turned, ...facts }, words).confirmed, confirmed);
  });
}
