import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fill, fillAsText, parseTold } from './fill.ts';

test('parseTold() takes KEY=VALUE and leaves what is said to people', () => {
  assert.deepEqual(parseTold('starting …\nPORT=1\nURL=redis://h:1/?a=b\nPORT=2\nnot a = b\n'), { PORT: '2', URL: 'redis://h:1/?a=b' });
});

test('fill() puts numbers where a whole value is a number, and text elsewhere', () => {
  const systems = [{ id: 'one', port: `\${PORT}`, url: `redis://127.0.0.1:\${PORT}`, services: [{ check: `\${PORT}` }] }];

  assert.deepEqual(fill(systems, { PORT: '6379' }, 'systems'), [
    { id: 'one', port: 6379, url: 'redis://127.0.0.1:6379', services: [{ check: 6379 }] },
  ]);
  assert.deepEqual(fillAsText({ labels: { instance: `\${PORT}` } }, { PORT: '6379' }, 'alert'), { labels: { instance: '6379' } });
});

test('fill() says where a variable is missing', () => {
  assert.throws(
    () => fill([{ url: `\${WHERE}` }], {}, 'a/scenario.yaml: systems'),
    /a\/scenario\.yaml: systems\[0\]\.url: up did not print WHERE=…/,
  );
});
