import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { argumentsOf, callsOf, isObject, jsonObjectsIn } from '../../src/analyst/read-reply.ts';

const spoken: readonly (readonly [text: string, names: readonly string[]])[] = [
  ['{"looks":[{"systemId":"a","probe":"b"},{"systemId":"a","probe":"c"}]}', ['look', 'look']],
  ['{"report":{"summary":"x","causes":[]}}', ['report']],
  ['```json\n{"summary":"x","causes":[]}\n```', ['report']],
  ['<tool_call>\n{"name":"look","arguments":{"systemId":"a","probe":"b"}}\n</tool_call>', ['look']],
  ['{"tool":"read_evidence","parameters":{"evidenceId":"ev_1"}}', ['read_evidence']],
  ['{"tool_calls":[{"function":{"name":"report","arguments":"{\\"summary\\":\\"x\\"}"}}]}', ['report']],
  ['{"answer":{"text":"x","evidenceIds":[]}}', ['answer']],
  ['{"text":"x","evidenceIds":["ev_1"]}', ['answer']],
  ['First {"systemId":"a","probe":"b"} then {"systemId":"a","probe":"c",}', ['look', 'look']],
  ['<think>{"looks":[{"systemId":"a","probe":"b"}]}</think> nothing', []],
  ['{"name":"run_command","arguments":{}}', []],
  ['no JSON { at all }', []],
  ['{"looks":[{"systemId":"a"', []],
];

test('callsOf() finds calls in words, whichever way a model says them', () => {
  for (const [text, names] of spoken) {
    assert.deepEqual(
      callsOf({ text, calls: [] }).map((call) => call.name),
      names,
      text,
    );
  }
});

test('callsOf() takes real calls before words, and eight at most', () => {
  const calls = Array.from({ length: 12 }, (_each, index) => ({ id: String(index), name: 'look', arguments: '{}' }));

  assert.equal(callsOf({ text: '{"report":{"causes":[]}}', calls }).length, 8);
});

test('argumentsOf() reads an object, forgives a trailing comma and an empty string, and nothing else', () => {
  const read = (text: string) => argumentsOf({ id: '1', name: 'look', arguments: text });

  assert.deepEqual(read('{"a":1,}'), { a: 1 });
  assert.deepEqual(read(''), {});
  assert.equal(read('[1]'), null);
  assert.equal(read('memory'), null);
});

test('jsonObjectsIn() finds any object in any text, and never throws', () => {
  const noise = fc.string().map((text) => text.replace(/[{}"]/g, ''));
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), noise, noise, (value, before, after) => {
      assert.deepEqual(JSON.stringify(jsonObjectsIn(`${before}${JSON.stringify(value)}${after}`)[0]), JSON.stringify(value));
    }),
  );
  fc.assert(fc.property(fc.string(), (text) => Array.isArray(jsonObjectsIn(text))));
  assert.deepEqual(jsonObjectsIn('{'.repeat(100_000)), []);
});

test('isObject() is true for objects alone', () => {
  assert.deepEqual([{}, [], null, 'x', 1].map(isObject), [true, false, false, false, false]);
});
