import assert from 'node:assert/strict';
import { test } from 'node:test';
import { message, messages } from '../../src/text/messages.ts';

test('messages have the same placeholders in both languages', () => {
  for (const [key, text] of Object.entries(messages)) {
    const names = (words: string): string[] => [...words.matchAll(/\{([\w.@-]+)\}/g)].map((match) => match[1] ?? '').sort();

    assert.deepEqual(names(text['zh-CN']), names(text.en), key);
  }
});

test('message() fills values language by language', () => {
  const said = message('look.done', { system: 'cache', probe: 'memory', headline: { 'zh-CN': '已满', en: 'full' } });

  assert.deepEqual(said, { 'zh-CN': 'cache · memory：已满', en: 'cache · memory: full' });
});
