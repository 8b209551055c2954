import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAddressed, unfinishedMention, withMention } from '../../../../src/console/pages/channel/mention.ts';

test('isAddressed() finds the mention anywhere, in either script', () => {
  for (const text of ['@zhiban why', 'so @Zhiban?', '你好，@zhiban 看一下', '@值班 看一下', 'a\n@zhiban'])
    assert.ok(isAddressed(text), text);
  for (const text of ['zhiban', 'me@zhiban.io', '@zhiban-dev', '@zhibanner', '']) assert.ok(!isAddressed(text), text);
});

test('unfinishedMention() finds what is being typed at the end', () => {
  assert.equal(unfinishedMention('@'), '@');
  assert.equal(unfinishedMention('look @zhi'), '@zhi');
  for (const text of ['@zhiban', '@zx', 'mail@zh', '@zh x', '']) assert.equal(unfinishedMention(text), null, text);
});

test('withMention() completes it or puts it in front', () => {
  assert.equal(withMention('look @zhi'), 'look @zhiban ');
  assert.equal(withMention('为什么慢'), '@zhiban 为什么慢');
});
