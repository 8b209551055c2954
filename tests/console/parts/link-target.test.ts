import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkTarget } from '../../../src/console/parts/link-target.ts';

const origin = 'http://127.0.0.1:7420';

test('linkTarget() refuses everything but http and https', () => {
  for (const url of [
    'javascript:alert(1)',
    ' JavaScript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'vbscript:x',
    'blob:x',
    'http://',
  ]) {
    assert.equal(linkTarget(url, origin), null, url);
  }
});

test('linkTarget() opens the console’s own pages in place', () => {
  assert.deepEqual(linkTarget(`${origin}/incidents/ZB-42`, origin), { kind: 'inside', path: '/incidents/ZB-42' });
  assert.deepEqual(linkTarget('/?thread=msg_1', origin), { kind: 'inside', path: '/?thread=msg_1' });
});

test('linkTarget() sends everything else outside', () => {
  assert.deepEqual(linkTarget('https://grafana.example/d/1', origin), { kind: 'outside', url: 'https://grafana.example/d/1' });
  assert.deepEqual(linkTarget(`${origin}/metrics`, origin), { kind: 'outside', url: `${origin}/metrics` });
});
