import assert from 'node:assert/strict';
import { test } from 'node:test';
import { doorText, personAt } from '../../src/text/doors.ts';

test('doorText() names a platform as people do, and one that it does not know by its own name', () => {
  assert.deepEqual(doorText('dingtalk'), { 'zh-CN': '钉钉', en: 'DingTalk' });
  assert.deepEqual(doorText('matrix'), { 'zh-CN': 'matrix', en: 'matrix' });
});

test('personAt() punctuates as the language does', () => {
  assert.deepEqual(personAt('张伟', 'slack'), { 'zh-CN': '张伟（Slack）', en: '张伟 (Slack)' });
});
