import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkNames, checkSystems, configuredAdapters, unknown } from '../../src/config/check-references.ts';
import { configSchema } from '../../src/config/schema.ts';
import type { SystemEntry } from '../../src/systems/contract.ts';

function entry(id: string, runsOn?: string): SystemEntry {
  return { id, kind: 'ssh', ...(runsOn === undefined ? {} : { runsOn }), dependsOn: [], labels: {}, actionsEnabled: true };
}

function systems(...entries: readonly SystemEntry[]): readonly string[] {
  return checkSystems(entries.map((each, index) => ({ entry: each, index }))).map(({ path, text }) => `${path.join('.')}: ${text.en}`);
}

test('checkSystems() is content with a tree', () => {
  assert.deepEqual(systems(entry('host'), entry('cache', 'host'), entry('app', 'host')), []);
});

test('checkSystems() tells a circle once, however long, and a system that runs on itself', () => {
  assert.deepEqual(systems(entry('c', 'a'), entry('a', 'b'), entry('b', 'c')), ['systems.1.runsOn: runs on itself: a → b → c → a']);
  assert.deepEqual(systems(entry('a', 'a')), ['systems.0.runsOn: runs on itself: a → a']);
});

test('checkSystems() does not follow a circle that it is not part of', () => {
  assert.deepEqual(systems(entry('x', 'a'), entry('a', 'b'), entry('b', 'a')), ['systems.1.runsOn: runs on itself: a → b → a']);
});

test('checkNames() wants a model when only a model may think', () => {
  const problems = checkNames(configSchema.parse({ investigation: { analyst: 'llm' } }));

  assert.deepEqual(
    problems.map(({ level, path }) => `${level} ${path.join('.')}`),
    ['error investigation.analyst'],
  );
});

test('checkNames() wants rooms on a platform that is there, and people who are', () => {
  const adapters = { slack: { botToken: { env: 'A' } } };
  const people = [{ id: 'lihua', name: '李华', roles: ['approver'] }];
  const rooms = [{ adapter: 'slack', invite: ['responder', 'lihua'] }, { adapter: 'console' }, { adapter: 'slack', invite: ['lihau'] }];

  const problems = checkNames(configSchema.parse({ adapters, people, rooms }));

  assert.deepEqual(
    problems.map(({ level, path }) => `${level} ${path.join('.')}`),
    ['error rooms.1.adapter', 'error rooms.2.invite.0'],
  );
});

test('configuredAdapters() always has the console', () => {
  assert.deepEqual(configuredAdapters(configSchema.parse({})), ['console']);
  assert.deepEqual(configuredAdapters(configSchema.parse({ adapters: { slack: { botToken: { env: 'A' } } } })), ['console', 'slack']);
});

test('unknown() offers what is there when nothing is near', () => {
  assert.equal(unknown('kind', '系统类型', 'mainframe', ['redis', 'ssh'])['zh-CN'], "未知的系统类型 'mainframe'；现有：redis, ssh");
  assert.equal(unknown('kind', '系统类型', 'mainframe', []).en, "unknown kind 'mainframe'; there is: none");
});

test('checkSystems() finds logs in systems that aren’t there, and files of a system that lies on no host', () => {
  const orders = { ...entry('orders'), kind: 'http', logs: ['/var/log/a.log', { system: 'lokki', query: '*' }] };
  const placed = { ...orders, runsOn: 'web' };

  assert.deepEqual(
    systems(entry('web'), entry('loki'), orders).map((each) => each.split(':')[0]),
    ['systems.2.logs.0', 'systems.2.logs.1.system'],
  );
  assert.deepEqual(systems(entry('web'), entry('lokki'), placed), []);
});

test('checkSystems() warns of a service that is asked of a system which finds none', () => {
  const orders = { ...entry('orders'), kind: 'http', logs: [{ system: 'loki', service: 'orders' }] };
  const placed = (kind: string) => [orders, { ...entry('loki'), kind }].map((each, index) => ({ entry: each, index }));

  const [warned] = checkSystems(placed('redis'), ['loki', 'victorialogs']);

  assert.deepEqual([warned?.level, warned?.path.join('.')], ['warning', 'systems.0.logs.0.service']);
  assert.match(warned?.text.en ?? '', /'loki' is of kind redis, .* these kinds do: loki, victorialogs/);
  assert.deepEqual(checkSystems(placed('loki'), ['loki', 'victorialogs']), []);
});
