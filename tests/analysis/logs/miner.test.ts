import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LogMiner } from '../../../src/analysis/logs/miner.ts';
import { restoreMiner, saveMiner } from '../../../src/analysis/logs/miner-state.ts';
import { renderTyped, renderWildcards } from '../../../src/analysis/logs/render.ts';
import { type Template, templateId } from '../../../src/analysis/logs/template.ts';

function mine(lines: readonly string[], miner = new LogMiner()): LogMiner {
  for (const line of lines) miner.add(line);
  return miner;
}

function templatesOf(miner: LogMiner): readonly Template[] {
  return miner.templates.filter((template) => template !== null);
}

function textsOf(miner: LogMiner): readonly string[] {
  return templatesOf(miner)
    .map((template) => `${template.count} ${renderTyped(template.tokens)}`)
    .sort();
}

const cases: readonly { readonly name: string; readonly lines: readonly string[]; readonly expected: readonly string[] }[] = [
  {
    name: 'values of one sort are one template',
    lines: ['took 5 ms for 10.0.0.1', 'took 71 ms for 10.0.0.2'],
    expected: ['2 took <number> ms for <ip>'],
  },
  {
    name: 'different words are different messages',
    lines: ['cache enabled', 'cache disabled', 'state RUNNING', 'state STOPPED'],
    expected: ['1 cache disabled', '1 cache enabled', '1 state RUNNING', '1 state STOPPED'],
  },
  {
    name: 'who logs in is a variable',
    lines: ['session opened for user bob', 'session opened for user ann', 'session opened for user root'],
    expected: ['3 session opened for user <*>'],
  },
  {
    name: 'empty brackets may be filled',
    lines: ['connection from 10.0.0.1 () refused', 'connection from 10.0.0.2 (a.example.com) refused'],
    expected: ['2 connection from <ip> (<host>) refused'],
  },
  {
    name: 'a size may be said with either unit, once or twice',
    lines: ['sent 12 bytes ok', 'sent 1292 bytes (1.26 KB) ok'],
    expected: ['2 sent <size> ok'],
  },
  {
    name: 'lists of other lengths are the same list',
    lines: ['supported channels 1 2 3', 'supported channels 1 2 3 4'],
    expected: ['2 supported channels <list>'],
  },
  {
    name: 'a host without dots is an address once addresses were seen there',
    lines: ['a.example.com:80 error : refused', 'wpad:80 error : refused'],
    expected: ['2 <address> error : refused'],
  },
  {
    name: 'names keep what they share',
    lines: ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `com.acme.${name}x: job is not due yet`),
    expected: ['6 com.acme.<*>: job is not due yet'],
  },
  {
    name: 'quoted values of several words are one value',
    lines: ['acquire tag="View Lock" name=one flags=1', 'acquire tag="Audio" name=two flags=0'],
    expected: ['2 acquire tag="<*>" name=<*> flags=<number>'],
  },
  {
    name: 'Chinese messages differ where a name stands',
    lines: ['张三', '李四', '王小五', '赵六'].map((name) => `用户${name}登录失败，来源 10.0.0.1`),
    expected: ['4 用户<*>登录失败，来源 <ip>'],
  },
];

for (const { name, lines, expected } of cases) {
  test(`LogMiner: ${name}`, () => {
    assert.deepEqual(textsOf(mine(lines)), [...expected].sort());
  });
}

test('LogMiner.add() never lets a secret into a template or an example', () => {
  const miner = mine(['login with password=hunter2-XYZ failed', 'login with password=correct-horse failed']);
  const state = saveMiner(miner);

  assert.doesNotMatch(state, /hunter2|correct-horse/);
  assert.equal(templatesOf(miner).length, 1);
});

test('LogMiner.changes names both ids of a widening and of a merge', () => {
  const miner = mine(['a', 'b', 'c', 'd'].map((name) => `job is handled by worker${name}_x of the pool`));
  const [last] = templatesOf(miner);

  assert.ok(last !== undefined);
  assert.equal(templatesOf(miner).length, 1);
  assert.equal(miner.changes.at(-1)?.to, templateId(last.tokens));
  assert.ok(miner.changes.some(({ how }) => how === 'merged'));
});

test('LogMiner keeps to its limit and counts the rest', () => {
  const miner = mine(
    Array.from(
      { length: 500 },
      (_each, index) => `${'abcdefghij'[index % 10]}${'klmnopqrst'[Math.floor(index / 10) % 10]}x ${'uvwxyz'[index % 6]}y`,
    ),
    new LogMiner({ templatesMax: 20 }),
  );

  assert.ok(miner.templates.length <= 21);
  assert.ok(textsOf(miner).some((text) => text.endsWith(' …')));
  assert.equal(
    templatesOf(miner).reduce((sum, { count }) => sum + count, 0),
    500,
  );
});

/** Log statements with values of every sort, as a program would print them. */
const statement = fc.constantFrom(
  (a: number, b: number) => `accepted connection from 10.0.${a % 256}.${b % 256}:${1024 + a} in ${b} ms`,
  (a: number, b: number) => `block blk_-${a}${b}99 replicated to /data/d${a % 9}/part-${b}`,
  (a: number) => `worker ${a} exited with status ${a % 3}`,
  (a: number, b: number) => `request ${a.toString(16).padStart(8, '0')}-1111-2222-3333-44445555${String(b % 10_000).padStart(4, '0')} done`,
  () => 'heartbeat sent',
  (a: number) => `progress=${a % 100}% stage=map`,
  (a: number) => `session opened for user ${['bob', 'ann', 'eve', 'mallory'][a % 4]} by (uid=${a})`,
  (a: number) => `检查 ${a} 个节点，全部正常`,
);
const line = fc.tuple(statement, fc.nat(60_000), fc.nat(60_000)).map(([print, a, b]) => print(a, b));
const lines = fc.array(line, { minLength: 1, maxLength: 60 });

test('LogMiner counts each line once and gives the same line the same template', () => {
  fc.assert(
    fc.property(lines, (given) => {
      const miner = mine(given);
      const indices = given.map((each) => miner.resolve(miner.add(each)));

      assert.equal(
        templatesOf(miner).reduce((sum, { count }) => sum + count, 0),
        2 * given.length,
      );
      assert.deepEqual(
        given.map((each) => miner.resolve(miner.add(each))),
        indices.map((index) => miner.resolve(index)),
      );
    }),
    { numRuns: 60 },
  );
});

test('LogMiner finds the same templates in any order', () => {
  fc.assert(
    fc.property(lines, fc.infiniteStream(fc.nat(1_000)), (given, stream) => {
      const shuffled = given
        .map((each) => ({ each, at: stream.next().value as number }))
        .sort((one, other) => one.at - other.at)
        .map(({ each }) => each);

      assert.deepEqual(textsOf(mine(given)), textsOf(mine(shuffled)));
    }),
    { numRuns: 60 },
  );
});

test('restoreMiner(saveMiner()) goes on as if nothing had happened', () => {
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const straight = mine(after, mine(before));
      const restarted = mine(after, restoreMiner(saveMiner(mine(before))));

      assert.deepEqual(textsOf(restarted), textsOf(straight));
      assert.deepEqual(
        templatesOf(restarted).map(({ tokens }) => templateId(tokens)),
        templatesOf(straight).map(({ tokens }) => templateId(tokens)),
      );
      assert.equal(restarted.lines, straight.lines);
    }),
    { numRuns: 60 },
  );
});

test('restoreMiner() refuses what saveMiner() did not write', () => {
  const state = JSON.parse(saveMiner(mine(['one line']))) as { templates: unknown[][] };
  for (const text of ['{}', '[]', '{"version":9,"templates":[]}', 'null', JSON.stringify({ ...state, templates: [[1]] })]) {
    assert.throws(() => restoreMiner(text), /Mined log state/);
  }
});

test('LogMiner takes any text, and its state stays bounded', () => {
  const miner = new LogMiner({ templatesMax: 50, exampleCharactersMax: 80 });
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      const index = miner.resolve(miner.add(text));
      const template = miner.templates[index];

      assert.ok(template !== null && template !== undefined);
      assert.ok(template.example.length <= 80);
      renderWildcards(template.tokens);
    }),
    { numRuns: 200 },
  );

  assert.ok(miner.templates.length <= 51);
});

test('renderWildcards() writes what varies by the published guidelines', () => {
  const wildcards = (given: readonly string[]): string => renderWildcards(templatesOf(mine(given))[0]?.tokens ?? []);

  assert.equal(wildcards(['node-17 at 10.0.0.1:80 says true']), 'node-<*> at <*> says <*>');
  assert.equal(wildcards(['[14:06:05.123] err=-5 in  /a/b v1.2']), '[<*>:<*>:<*>] err=<*> in <*> <*>');
  assert.equal(wildcards(['sent 5.2 KB', 'sent 17 B']), 'sent <*>');
});
