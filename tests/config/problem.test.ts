import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError, type ConfigProblem, formatPath, formatProblem } from '../../src/config/problem.ts';

const problem: ConfigProblem = {
  level: 'error',
  path: 'systems[1].port',
  line: 12,
  column: 5,
  text: { en: 'expected a whole number', 'zh-CN': '应为整数' },
};

test('formatPath() writes lists with brackets', () => {
  assert.equal(formatPath(['systems', 1, 'labels', 'team']), 'systems[1].labels.team');
  assert.equal(formatPath([]), '');
});

test('formatProblem() leaves out what it does not know', () => {
  assert.equal(formatProblem('/etc/zhiban.yaml', problem, 'en'), 'zhiban.yaml:12:5 systems[1].port: expected a whole number');
  assert.equal(formatProblem('/etc/zhiban.yaml', { ...problem, line: null, column: null, path: '' }, 'zh-CN'), 'zhiban.yaml 应为整数');
});

test('ConfigError lists every problem', () => {
  const error = new ConfigError('/etc/zhiban.yaml', [problem, { ...problem, line: 13 }]);

  assert.equal(error.kind, 'invalid');
  assert.match(error.message, /2 problems\n {2}zhiban\.yaml:12:5 .*\n {2}zhiban\.yaml:13:5 /);
});
