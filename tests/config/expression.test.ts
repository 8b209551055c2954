import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expressionProblem, problemTexts } from '../../src/config/expression.ts';
import { parseConfig } from '../../src/config/load.ts';
import { ConfigError, formatProblem } from '../../src/config/problem.ts';

test('expressionProblem() says where an expression goes wrong, and nothing of one that can be read', () => {
  assert.equal(expressionProblem('alerts[status = "firing"].labels.host & ":" & $string(port)'), null);
  assert.equal(expressionProblem('name &')?.position, 6);
  assert.deepEqual(Object.keys(problemTexts({ message: 'x', position: 3 })), ['en', 'zh-CN']);
});

test('parseConfig() names the mapping, the line and the character of a slip in both languages', () => {
  const text = 'alertSources:\n  - name: erp\n    kind: http\n    mapping:\n      name: rule.title\n      severity: "priority = ("\n';
  const told = (locale: 'en' | 'zh-CN'): string => {
    try {
      parseConfig(text, { path: null, kinds: [], variables: {} });
      return '';
    } catch (error) {
      assert.ok(error instanceof ConfigError);
      return error.problems.map((problem) => formatProblem('zhiban.yaml', problem, locale)).join('\n');
    }
  };

  assert.match(told('en'), /^zhiban\.yaml:6:\d+ alertSources\[0\]\.mapping\.severity: not an expression in JSONata, character 12: /);
  assert.match(told('zh-CN'), /不是合法的 JSONata 表达式，第 12 个字符：/);
});

test('parseConfig() refuses two sources of one name', () => {
  const one = { name: 'erp', kind: 'http', mapping: { name: 't' } };

  assert.throws(
    () => parseConfig(JSON.stringify({ alertSources: [one, one] }), { path: null, kinds: [], variables: {} }),
    /another alert source 'erp'/,
  );
});
