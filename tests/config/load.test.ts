import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { allKeys, jsonSchemaOf } from '../../src/config/json-schema.ts';
import { loadConfig, parseConfig, thisMachineId } from '../../src/config/load.ts';
import { ConfigError, formatProblem } from '../../src/config/problem.ts';
import { configSchema } from '../../src/config/schema.ts';
import { kinds } from './kinds.ts';

const options = { path: null, kinds, variables: { SET: 'a-secret-value' } };

/** All problems of the text, as `path: text`. */
function problemsOf(text: string): readonly string[] {
  try {
    parseConfig(text, options);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.problems.map((problem) => `${problem.line ?? '-'} ${problem.path}: ${problem.text.en}`);
  }
  return [];
}

test('loadConfig() gives defaults and this machine without a file', () => {
  const loaded = loadConfig(options);

  assert.equal(loaded.config.locale, 'zh-CN');
  assert.equal(loaded.config.policy.planValidMinutes, 60);
  assert.deepEqual(
    loaded.systems.map(({ id, kind }) => ({ id, kind })),
    [{ id: thisMachineId, kind: 'host' }],
  );
});

test('loadConfig() names a file that is not there', () => {
  assert.throws(() => loadConfig({ ...options, path: '/nowhere/zhiban.yaml' }), /\/nowhere\/zhiban\.yaml: 1 problem\n.*no such file/);
});

test('parseConfig() keeps a listed host instead of this machine', () => {
  const loaded = parseConfig('systems:\n  - { id: here, kind: host }\n', options);

  assert.deepEqual(
    loaded.systems.map(({ id }) => id),
    ['here'],
  );
});

const cases: readonly { readonly name: string; readonly text: string; readonly problems: readonly string[] }[] = [
  { name: 'an unknown key with the nearest valid one', text: 'polcy: {}\n', problems: ["1 polcy: unknown key; did you mean 'policy'?"] },
  {
    name: 'an unknown key that is near to nothing with the list',
    text: 'hooks:\n  frobnicate: 1\n',
    problems: [
      '2 hooks.frobnicate: unknown key; valid here: token, bodyBytesMax, alertsMax, signingSecrets, topics, utcOffset, groupBy, resolveTimeoutMinutes, json',
    ],
  },
  {
    name: 'spelling with dashes as the same word',
    text: 'policy:\n  require-two-for: high\n',
    problems: ["2 policy.require-two-for: unknown key; did you mean 'requireTwoFor'?"],
  },
  { name: 'a wrong type', text: 'locale: 7\n', problems: ['1 locale: expected one of zh-CN, en'] },
  {
    name: 'a near value',
    text: 'policy:\n  requireTwoFor: hihg\n',
    problems: ["2 policy.requireTwoFor: expected one of low, medium, high, critical, never; did you mean 'high'?"],
  },
  { name: 'a bound', text: 'policy: { planValidMinutes: 0 }\n', problems: ['1 policy.planValidMinutes: expected at least 1'] },
  {
    name: 'a secret that stands in the file, without repeating it',
    text: 'hooks:\n  token: hunter2-hunter2\n',
    problems: ['2 hooks.token: expected a reference to a secret: { env: NAME } or { file: PATH }, never the secret itself'],
  },
  {
    name: 'several problems at once, in the order of the file',
    text: 'locale: fr\nroutes:\n  - match: {}\n    to: []\nhost: 5\n',
    problems: ['1 locale: expected one of zh-CN, en', '4 routes[0].to: expected at least 1 item', '5 host: expected text, found a number'],
  },
  {
    name: 'an unknown kind with the nearest one',
    text: 'systems:\n  - { id: a, kind: rediss, url: "redis://h" }\n',
    problems: ["2 systems[0].kind: unknown kind 'rediss'; did you mean 'redis'?"],
  },
  {
    name: 'a misspelled key of a kind, and not the key that it was meant as',
    text: 'systems:\n  - id: a\n    kind: redis\n    urll: redis://h\n',
    problems: ["4 systems[0].urll: unknown key; did you mean 'url'?"],
  },
  {
    name: 'a missing key of a kind',
    text: 'systems:\n  - { id: a, kind: redis }\n',
    problems: ['2 systems[0].url: missing; expected text'],
  },
  {
    name: 'an id used twice',
    text: 'systems:\n  - { id: a, kind: ssh, host: h }\n  - { id: a, kind: ssh, host: i }\n',
    problems: ["3 systems[1].id: there is another system with the id 'a'"],
  },
  {
    name: 'systems that are not there',
    text: 'systems:\n  - { id: web-1, kind: ssh, host: h, runsOn: web-2, dependsOn: [cache] }\n',
    problems: [
      "1 systems[0].runsOn: unknown system 'web-2'; did you mean 'web-1'?",
      "1 systems[0].dependsOn[0]: unknown system 'cache'; there is: this-machine, web-1",
    ].map((line) => line.replace(/^1/, '2')),
  },
  {
    name: 'a circle of runsOn once',
    text: 'systems:\n  - { id: a, kind: ssh, host: h, runsOn: b }\n  - { id: b, kind: ssh, host: h, runsOn: a }\n',
    problems: ['2 systems[0].runsOn: runs on itself: a → b → a'],
  },
  {
    name: 'a route to an adapter that is not configured',
    text: 'routes:\n  - to: [{ adapter: slack, channel: C1 }]\n',
    problems: ["2 routes[0].to[0].adapter: unknown adapter 'slack'; there is: console"],
  },
  {
    name: 'one identity of two people',
    text: 'people:\n  - { id: a, name: A, roles: [admin], identities: { slack: U1 } }\n  - { id: b, name: B, roles: [viewer], identities: { slack: U1 } }\n',
    problems: ["3 people[1].identities.slack: already belongs to 'a'"],
  },
  {
    name: 'a phone number that is none',
    text: 'people:\n  - { id: a, name: A, roles: [admin], phone: "8000" }\n',
    problems: ['2 people[0].phone: expected a phone number with its country code, such as +86 138 0013 8000'],
  },
  {
    name: 'a reserved person',
    text: 'people:\n  - { id: admin, name: A, roles: [admin] }\n',
    problems: ["2 people[0].id: 'admin' is Zhiban's own; choose another id"],
  },
  {
    name: 'an order of unknown profiles',
    text: 'llm:\n  order: [deepsek]\n  profiles: [{ name: deepseek, baseUrl: "https://x.example", model: m }]\n',
    problems: ["2 llm.order[0]: unknown profile 'deepsek'; did you mean 'deepseek'?"],
  },
  {
    name: 'broken YAML',
    text: 'locale: [\n',
    problems: ['2 : YAML: Flow sequence in block collection must be sufficiently indented and end with a ]'],
  },
  { name: 'a key written twice', text: 'locale: en\nlocale: en\n', problems: ['2 : YAML: Map keys must be unique'] },
  { name: 'a list where keys are expected', text: '- a\n', problems: ['1 : expected a mapping of keys to values, found a list'] },
];

for (const { name, text, problems } of cases) {
  test(`parseConfig() reports ${name}`, () => {
    assert.deepEqual(problemsOf(text), problems);
  });
}

test('parseConfig() never repeats a value that may be a secret', () => {
  const texts = ['hooks: { token: hunter2-hunter2 }', 'locale: hunter2-hunter2', 'people: hunter2-hunter2', 'publicUrl: hunter2-hunter2'];

  for (const text of texts) assert.doesNotMatch(problemsOf(text).join('\n'), /hunter2/);
});

test('parseConfig() follows merge keys and refuses an alias bomb', () => {
  const merged = parseConfig('systems:\n  - &base { kind: ssh, host: h, id: a }\n  - { <<: *base, id: b }\n', options);
  const bomb = `systems:\n  - &a [${'x,'.repeat(20)}]\n  - &b [${'*a,'.repeat(20)}]\n  - &c [${'*b,'.repeat(20)}]\n  - [${'*c,'.repeat(20)}]\n`;

  assert.equal(merged.systems.at(-1)?.id, 'b');
  assert.match(problemsOf(bomb).join(), /Excessive alias count/);
});

test('parseConfig() warns of a secret that is not set, and of labels that only look like one does not', () => {
  const text =
    'systems:\n  - { id: a, kind: redis, url: "redis://h", password: { env: UNSET }, labels: { env: prod } }\nhooks: { token: { env: SET } }\n';

  const { warnings } = parseConfig(text, options);

  assert.deepEqual(
    warnings.map((problem) => `${problem.line} ${problem.path}: ${problem.text.en}`),
    ['2 systems[0].password: Cannot read the secret from env UNSET: the variable is not set'],
  );
});

test('parseConfig() warns of a secret file that everybody may read, looked up beside the configuration', () => {
  const directory = mkdtempSync(join(tmpdir(), 'zhiban-config-'));
  const path = join(directory, 'zhiban.yaml');
  writeFileSync(join(directory, 'hook'), 'a-secret-value\n');
  chmodSync(join(directory, 'hook'), 0o644);
  writeFileSync(path, 'hooks: { token: { file: hook } }\n');

  const open = loadConfig({ ...options, path }).warnings;
  chmodSync(join(directory, 'hook'), 0o600);
  const closed = loadConfig({ ...options, path }).warnings;
  rmSync(directory, { recursive: true });

  assert.match(open[0]?.text.en ?? '', /^every account on this machine can reach hook/);
  assert.deepEqual(closed, []);
});

test('parseConfig() warns of a route that is never reached and of a team without approvers', () => {
  const text =
    'routes:\n  - { to: [{ adapter: console }] }\n  - { to: [{ adapter: console }] }\npeople:\n  - { id: a, name: A, roles: [viewer] }\n';

  const paths = parseConfig(text, options).warnings.map(({ path }) => path);

  assert.deepEqual(paths, ['routes[1]', 'people']);
});

test('formatProblem() gives file, line, path and text in the language', () => {
  const text = problemIn('locale: en\nrutes: []\n');

  assert.equal(formatProblem('/etc/zhiban.yaml', text, 'zh-CN'), "zhiban.yaml:2:1 rutes：未知的键；是否想写 'routes'？");
});

function problemIn(text: string): ConfigError['problems'][number] {
  try {
    parseConfig(text, options);
  } catch (error) {
    if (error instanceof ConfigError && error.problems[0] !== undefined) return error.problems[0];
  }
  throw new Error('expected a problem');
}

const example = readFileSync(new URL('../../config/zhiban.example.yaml', import.meta.url), 'utf8');

test('zhiban.example.yaml loads with the registered kinds', async () => {
  const { builtInKinds } = await import('../../src/systems/registry.ts');

  const loaded = parseConfig(example, { path: null, kinds: builtInKinds, variables: exampleVariables() });

  assert.ok(loaded.systems.length >= 1);
  assert.deepEqual(loaded.warnings, []);
});

test('zhiban.example.yaml shows every key of the schema', () => {
  const shown = new Set(example.match(/[A-Za-z][A-Za-z0-9]*(?=:)/g));

  const missing = allKeys(jsonSchemaOf(configSchema)).filter((path) => !shown.has(path.split('.').at(-1) ?? ''));

  assert.deepEqual(missing, []);
});

function exampleVariables(): Record<string, string> {
  return Object.fromEntries([...example.matchAll(/\{ env: ([A-Z0-9_]+) \}/g)].map((match) => [match[1] ?? '', 'a-secret-value']));
}
