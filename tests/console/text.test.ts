import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogue, say, sayWord } from '../../src/console/text.ts';
import { incidentStatuses } from '../../src/domain/incident.ts';
import { planStates, risks, stepStates } from '../../src/domain/plan.ts';

test('catalogue says everything in both languages with the same placeholders', () => {
  for (const [key, text] of Object.entries(catalogue)) {
    const placeholders = (words: string) => [...words.matchAll(/\{\w+\}/g)].map(String).sort();
    assert.ok(text.en.trim() !== '' && text['zh-CN'].trim() !== '', key);
    assert.deepEqual(placeholders(text.en), placeholders(text['zh-CN']), key);
  }
});

test('catalogue mixes no languages: English is without Chinese characters', () => {
  for (const [key, text] of Object.entries(catalogue)) {
    if (key !== 'menu.language') assert.doesNotMatch(text.en, /[一-鿿，。：；？！（）]/, key);
  }
});

test('catalogue uses full-width punctuation between Chinese words', () => {
  for (const [key, text] of Object.entries(catalogue)) assert.doesNotMatch(text['zh-CN'], /[一-鿿][,;?!]/, key);
});

test('catalogue has a word for every state', () => {
  for (const state of planStates) assert.notEqual(sayWord('en', 'plan', state), state);
  for (const state of stepStates) assert.notEqual(sayWord('en', 'step', state), state);
  for (const risk of risks) assert.notEqual(sayWord('en', 'risk', risk), risk);
  assert.equal(incidentStatuses.length, 4);
});

test('say() fills placeholders', () => {
  assert.equal(say('zh-CN', 'thread.many', { count: 3 }), '3 条回复');
});

test('sayWord() gives back a word that it has no text for', () => {
  assert.equal(sayWord('en', 'door', 'carrier-pigeon'), 'carrier-pigeon');
  assert.equal(sayWord('en', 'to', 'String'), 'String');
});
