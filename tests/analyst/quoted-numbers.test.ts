import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isQuoted, numberSource, withoutUnquoted } from '../../src/analyst/quoted-numbers.ts';
import { evidenceOf } from './fixtures/orders-case.ts';

const source = numberSource(
  [
    evidenceOf(
      'ev_1',
      'orders-cache',
      'memory',
      { used: 104_857_600, ratio: 0.977, latencyMs: 250, waitSeconds: 5_400, keys: 1_234_567, version: '7.0.15' },
      { text: 'maxclients:10000 since 03:12:07', headline: { 'zh-CN': '', en: '42 connected' } },
    ),
  ],
  ['2026-11-20T03:12:00.000Z'],
);

test('isQuoted() accepts numbers of the evidence, rounded and in other units', () => {
  const said = [
    '42 connections of 10000',
    '已用 100 MiB，占 97.7%',
    'about 98 % of it',
    '104,857,600 bytes',
    '0.98 of the limit',
    '250 ms, that is 0.25 s',
    '1.5 hours, 90 分钟',
    '123.5 万个键，1.2M keys',
    'since 03:12 and 2026-11-20',
    'redis 7.0.15',
    'db-2 and redis7 and p99 and ev_1234',
    '1. First\n2. Then',
    'no numbers at all',
  ];
  for (const text of said) assert.equal(isQuoted(text, source), true, text);
});

test('isQuoted() refuses numbers that are not there', () => {
  for (const text of [
    '43 connections',
    '101 MiB',
    '96%',
    '999 errors',
    'since 04:12',
    'version 7.0.16',
    '3 小时',
    '0.5 of the limit',
    '丢失 7 个分片',
  ]) {
    assert.equal(isQuoted(text, source), false, text);
  }
});

test('withoutUnquoted() removes the sentence and keeps its neighbours', () => {
  const { text, removed } = withoutUnquoted('已用 97.7%。有 999 个错误。It has 42 clients. It lost 7 shards. Done.', source);

  assert.equal(text, '已用 97.7%。It has 42 clients. Done.');
  assert.deepEqual(
    removed.map((each) => each.trim()),
    ['有 999 个错误。', 'It lost 7 shards.'],
  );
});
