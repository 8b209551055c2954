import assert from 'node:assert/strict';
import { test } from 'node:test';
import { doubtOthers, looksLike, preferNamed } from '../../../src/analysis/rca/candidate.ts';
import { candidate } from './make-candidate.ts';

test('doubtOthers() takes what is about another program than the one that is spoken of for likely at most', () => {
  const service = candidate('box', 'service-down', { about: ['name'] }, { values: { name: 'orders-api' } });
  const killed = candidate('box', 'oom', { about: ['victim'] }, { values: { victim: 'sh' } });
  const full = candidate('box', 'disk-full');
  const elsewhere = candidate('cache', 'oom', { about: ['victim'] }, { values: { victim: 'sh' } });
  const statesIn = (words: string) => doubtOthers([service, killed, full, elsewhere], words).map(({ hypothesis }) => hypothesis.state);

  assert.deepEqual(statesIn('orders-api does not answer'), ['confirmed', 'strengthened', 'confirmed', 'confirmed']);
  assert.deepEqual(statesIn('the machine is slow'), ['confirmed', 'confirmed', 'confirmed', 'confirmed']);
});

test('preferNamed() lifts what the words name, up to nearly certain', () => {
  const nginx = candidate('box', 'stopped', { about: ['name'] }, { values: { name: 'nginx' } });

  assert.equal(preferNamed([nginx], 'nginx does not answer')[0]?.hypothesis.confidence, 0.98);
  assert.equal(preferNamed([nginx], 'the disk is full')[0]?.hypothesis.confidence, 0.9);
});

test('looksLike() goes by what a signature says of itself, and not by its name', () => {
  const silent = candidate('web', 'http.no-answer', { looksLike: ['waiting', 'slow'] });

  assert.deepEqual([looksLike(silent, 'slow'), looksLike(silent, 'ended')], [true, false]);
  assert.equal(looksLike(candidate('web', 'http.no-answer'), 'slow'), false);
});
