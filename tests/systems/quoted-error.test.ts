import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quotedError, quotedErrors } from '../../src/systems/quoted-error.ts';
import { judgeFacts } from './nats/judge-facts.ts';

const text = { 'zh-CN': '锁被占用', en: 'Locked' };
const locked = { id: 'locked', title: text, explanation: text, advice: text, quoted: 'RESOURCE_LOCKED', source: 'a manual' };
const signatures = quotedErrors('rabbitmq', 'server', [{ ...locked, refute: ['queues.exclusive', '==', 0] }]);

for (const [claim, facts, words, likely] of [
  ['make a fault likely by its error alone', {}, 'clients get RESOURCE_LOCKED', ['locked']],
  ['leave it to what is seen otherwise', { 'queues.exclusive': 0 }, 'clients get RESOURCE_LOCKED', []],
  ['say nothing without the error', { 'queues.exclusive': 3 }, 'a queue is locked', []],
] as const)
  test(`quotedErrors() ${claim}`, () => {
    assert.deepEqual(judgeFacts(signatures, 'rabbitmq', facts, words), { confirmed: [], likely });
  });

const shown = quotedError('rabbitmq', { ...locked, probes: ['queues'], hints: 'locked', likelyWhenHinted: ['queues.exclusive', '>=', 1] });

for (const [claim, facts, words, likely] of [
  ['make a fault likely by its error', {}, 'clients get RESOURCE_LOCKED', ['locked']],
  ['make it likely by what is seen where people speak of it', { 'queues.exclusive': 3 }, 'a queue is locked', ['locked']],
  ['leave alone what nobody speaks of', { 'queues.exclusive': 3 }, 'a queue grows', []],
] as const)
  test(`quotedError() can ${claim}`, () => {
    assert.deepEqual(judgeFacts([shown], 'rabbitmq', facts, words), { confirmed: [], likely });
  });
