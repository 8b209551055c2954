import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseYaml } from '../../src/config/yaml-file.ts';

const text = 'a: 1\nlist:\n  - x: 1\n    y: &anchor { z: 2 }\n  - y: *anchor\nempty:\n';

test('parseYaml() knows where keys and values stand', () => {
  const file = parseYaml(text);

  assert.deepEqual(file.positionOf(['a']), { line: 1, column: 4 });
  assert.deepEqual(file.positionOf(['a'], 'key'), { line: 1, column: 1 });
  assert.deepEqual(file.positionOf(['list', 0, 'y', 'z']), { line: 4, column: 21 });
  assert.deepEqual(file.positionOf(['list', 1, 'y', 'z']), { line: 4, column: 21 });
});

test('parseYaml() points at the nearest thing for what is not there', () => {
  assert.deepEqual(parseYaml(text).positionOf(['list', 0, 'missing']), { line: 3, column: 5 });
  assert.deepEqual(parseYaml('').positionOf(['a']), null);
});

test('parseYaml() tells broken YAML as a problem with its line', () => {
  const { problems, value } = parseYaml('a: 1\nb: [\n');

  assert.equal(value, undefined);
  assert.ok((problems[0]?.line ?? 0) >= 2);
});

test('parseYaml() gives null for an empty file', () => {
  assert.equal(parseYaml('# nothing but a comment\n').value, null);
});
