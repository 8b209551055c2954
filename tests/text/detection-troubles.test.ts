import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adviceFor, troubleOf } from '../../src/text/detection-troubles.ts';

test('troubleOf() fills both languages, and a reason that has two', () => {
  const trouble = troubleOf('away', { system: 'metrics', reason: { en: 'refused', 'zh-CN': '被拒绝' } });

  assert.deepEqual(trouble, {
    kind: 'away',
    text: { en: '“metrics” could not be asked: refused', 'zh-CN': '无法查询“metrics”：被拒绝' },
  });
});

test('adviceFor() has something to do about each kind, in both languages', () => {
  for (const kind of ['system', 'away', 'nothing', 'too-many', 'gaps', 'repeats'] as const) {
    const { en, 'zh-CN': chinese } = adviceFor(kind);
    assert.ok(en.length > 20 && /[\u4e00-\u9fff]/.test(chinese), kind);
  }
});
