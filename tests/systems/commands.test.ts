/** Free commands: what is taken, what is refused and with which words, and that nothing outside a grammar ever passes. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { AnySystemKind } from '../../src/systems/any-kind.ts';
import { text } from '../../src/systems/command.ts';
import { commandAction, commandArguments } from '../../src/systems/commands/actions/command-action.ts';
import { formsOf, nearForms } from '../../src/systems/commands/forms.ts';
import { printWord, refuse, splitWords, strangeCharacter } from '../../src/systems/commands/words.ts';
import { builtInKinds } from '../../src/systems/registry.ts';
import { refused, taken } from './command-cases.ts';

function grammarOf(name: string) {
  const grammar = builtInKinds.find(({ kind }) => kind === name)?.commands;
  assert.ok(grammar !== undefined, `${name} takes no commands`);
  return grammar;
}

function readingOf(kind: string, words: string) {
  const reading = grammarOf(kind).read(words);
  assert.ok(!(reading instanceof Promise), `the grammar of ${kind} is at hand`);
  return reading;
}

function read(kind: string, words: string): string {
  const reading = readingOf(kind, words);
  return 'command' in reading ? reading.command.text : `refused ${reading.refusal.what}: ${reading.refusal.why.en}`;
}

describe('the grammars', () => {
  for (const [kind, given, run = given] of taken)
    it(`${kind} takes ${JSON.stringify(given)}`, () => {
      assert.equal(read(kind, given), run);
      assert.equal(read(kind, run), run, 'what is run must read as itself');
    });
  for (const [kind, given, why] of refused)
    it(`${kind} refuses ${JSON.stringify(given)}`, () => assert.match(read(kind, given), new RegExp(`^refused .*(?:${why.source})`, 's')));

  it('tell in both languages what is allowed near what was refused', () => {
    const reading = grammarOf('redis').read('CONFIG RESET');
    assert.ok('refusal' in reading);
    assert.deepEqual(reading.refusal.near.slice(0, 2), ['CONFIG GET <parameter>', 'CONFIG SET <durability> <value>']);
    assert.match(reading.refusal.why['zh-CN'], /只能写成下面的形式/);
    assert.deepEqual(nearForms(['INFO', 'DBSIZE'], [{ text: 'infos', isQuoted: false }]), ['INFO']);
    assert.ok(formsOf({ reads: ['A'], changes: [] }).includes('A'));
  });
});

const kinds: readonly AnySystemKind[] = builtInKinds.filter(({ commands }) => commands !== undefined);
const pieces = [
  ';', '\n', '\r', '--', '/*', '*/', '#', "'", '"', '`', '\\', '$', '(', ')', '&&', '||', '|', '<', '>', '\u0000', '\u200b', '\u202e', '\uff1b', '\u2028', '\u212a', ' ', '%00',
  '$(reboot)', "' OR 1=1", '; DROP TABLE a', '\nFLUSHALL', 'UNION SELECT pg_sleep(1)', '/*!50000 SLEEP(1)*/', '../../etc/shadow', '-rf', 'SLEEP(1)', 'pg_read_file', '。', 'ＤＲＯＰ',
] as const; // biome-ignore format: a table
const starts = taken.map(([kind, given]) => ({ kind, given }));

/** An independent reading of what was taken: without its quoted parts nothing in it may end it, hide in it, or call what is not known. */
function assertHarmless(kind: string, run: string): void {
  assert.doesNotMatch(run, /[\p{Cc}\p{Cf}\u2028\u2029]/u);
  const bare = run.replace(/'(?:[^']|'')*'|"[^"]*"/g, ' ');
  if (kind === 'elasticsearch') assert.match(run, /^(GET|PUT|POST) \/[\x20-\x7e]*$/);
  // A question in a language of its own is sent as one parameter to a path that only answers.
  else if (['prometheus', 'loki', 'victorialogs'].includes(kind)) assert.match(run, /^(query|labels|show|check)\b/);
  else assert.doesNotMatch(bare, /[^\x20-\x7e]|[;`\\$]|&&/);
  // Two hyphens begin a comment in SQL; a unit of systemd may well end with them.
  if (kind === 'postgresql' || kind === 'mysql' || kind === 'clickhouse') {
    assert.doesNotMatch(bare, /--\s|#|\/\*|\*\//);
    assert.doesNotMatch(
      bare,
      /\b(drop|delete|update|insert|truncate|into|grant|settings|format)\b|\b(sleep|pg_sleep|pg_read_file|load_file|benchmark|url|file|remote|mysql|s3|executable)\s*\(/i,
    );
  }
  if (kind === 'redis')
    assert.doesNotMatch(run, /^(flush|eval|debug|shutdown|script (?!kill)|config (rewrite|reset)|module (?!list)|get |set )/i);
  if (kind === 'memcached') assert.doesNotMatch(run, /^(flush_all|get|gets|set|delete|incr|shutdown|stats (reset|cachedump|sizes))\b/);
  if (kind === 'etcd') assert.doesNotMatch(run, /^(put|del|txn|snapshot|(member|user|role) (?!list))|^get (?!.*--(keys|count)-only)/);
  if (kind === 'kafka') assert.doesNotMatch(run, /--delete|--create|console|bootstrap-server/);
  if (kind === 'rabbitmq') assert.doesNotMatch(run, /^(purge|delete|eval|stop|reset|add_|change_)/);
  if (kind === 'nats') assert.doesNotMatch(run, /^(pub|request|sub|kv|(stream|consumer) (rm|add|get))\b/);
  if (kind === 'mongodb') assert.match(run, /^(show (dbs|log)|(db|rs)(\.\w+\((\w+|"[^"]*"|[\w:"-]+|1, \d+)?\))+)$/);
  if (kind === 'kubernetes') {
    assert.doesNotMatch(run, /^(exec|run|apply|patch|edit|cp|create|delete (?!pod ))|secret/);
    assert.doesNotMatch(bare, /[|&<>()?%]|\.\.\//);
  }
  if (kind === 'docker') {
    assert.doesNotMatch(run, /^(exec|run|rm|rmi|cp|kill|system prune|container|volume)\b/);
    assert.doesNotMatch(bare, /[|&<>()?%]|\.\.|\//);
  }
  if (kind === 'containerd')
    assert.match(
      run,
      /^((version|plugins ls|namespaces ls)|-n \w[\w.-]* ((containers|tasks|images) ls|tasks (metrics|ps|resume) \w[\w.-]*))$/,
    );
  if (kind === 'haproxy')
    assert.match(
      run,
      /^(show (?!errors|env|sess|tls)[a-z ]+( [\w.:-]+)?|(set (server|weight|maxconn server)|(en|dis)able health) [\w.:-]+\/[\w.:-]+( [a-z]+)?( [a-z\d]+)?|set maxconn frontend [\w.:-]+ \d+)$/,
    );
  if (kind === 'nginx') assert.match(run, /^(nginx -t|nginx -s reload|show [a-z-]+)$/);
  if (kind === 'jvm') assert.doesNotMatch(run, /GC\.run|dump_|heap_dump|JFR|set_flag|properties|command_line|histogram$/);
  if (kind === 'alertmanager') assert.match(run, /^(alert query|silence (query|add|expire)|cluster show)\b/);
  if (kind === 'snmp') assert.match(run, /^snmp(get|walk) \.?1\.3\.6\.1\.(2\.1|4\.1\.2021)\.[\d.]+$/);
  if (kind === 'host' || kind === 'ssh') assert.doesNotMatch(bare, /[|&<>()]|\.\.|shadow|\.ssh|environ/);
}

describe('nothing outside a grammar passes', () => {
  it('whatever is put into a command that is taken', () => {
    const cases = fc.tuple(fc.constantFrom(...starts), fc.constantFrom(...pieces), fc.nat(), fc.boolean());
    fc.assert(
      fc.property(cases, ([{ kind, given }, piece, at, replaces]) => {
        const place = at % (given.length + 1);
        const reading = readingOf(kind, given.slice(0, place) + piece + given.slice(place + (replaces ? 1 : 0)));
        if ('refusal' in reading) return;
        assertHarmless(kind, reading.command.text);
        const again = readingOf(kind, reading.command.text);
        assert.ok('command' in again && again.command.text === reading.command.text);
      }),
      { numRuns: 3_000 },
    );
  });

  it('whatever is put together of the words of grammars and attacks', () => {
    const words = kinds.flatMap(({ commands }) => commands?.forms.flatMap((form) => form.split(' ')) ?? []);
    const parts = fc.array(
      fc.oneof(fc.constantFrom(...new Set(words)), fc.constantFrom(...pieces), fc.string({ maxLength: 6, unit: 'binary' })),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(fc.constantFrom(...kinds), parts, ({ kind, commands }, given) => {
        const reading = commands?.read(given.join(' '));
        if (reading !== undefined && 'command' in reading) assertHarmless(kind, reading.command.text);
      }),
      { numRuns: 3_000 },
    );
  });

  it('a letter that only looks like another one', () => {
    const alike: Readonly<Record<string, string>> = {
      A: 'А',
      E: 'Е',
      O: 'О',
      K: '\u212a',
      S: 'Ѕ',
      I: 'İ',
      a: 'ａ',
      e: 'е',
      o: 'ο',
      s: 'ſ',
      i: 'ı',
    };
    for (const { kind, given } of starts) {
      const [first = ''] = given.split(' ');
      const look = [...first].map((letter) => alike[letter] ?? letter).join('');
      if (look !== first) assert.match(read(kind, given.replace(first, look)), /^refused/, look);
    }
  });
});

describe('splitWords(), printWord(), strangeCharacter(), refuse()', () => {
  it('keep quoted words together and put nothing in their place', () => {
    const split = splitWords(`a 'b "c' "d e"`);
    assert.ok('words' in split);
    assert.deepEqual(
      split.words.map(({ text: word }) => word),
      ['a', 'b "c', 'd e'],
    );
    assert.equal(split.words.map(printWord).join(' '), `a 'b "c' "d e"`);
    assert.ok('refusal' in splitWords('a "b'));
    assert.equal(strangeCharacter('plain 文字'), null);
    assert.equal(strangeCharacter('x'.repeat(3_000))?.refusal.why.en, 'it is longer than 2000 characters');
    assert.deepEqual(refuse('x', '否', 'no').refusal, { what: 'x', why: text('否', 'no'), near: [] });
  });
});

describe('commandAction()', () => {
  it('is the action that carries the command out, bound to its arguments', () => {
    const reading = grammarOf('redis').read('CONFIG SET maxmemory 2gb');
    assert.ok('command' in reading && reading.command.kind === 'changes');
    const given = commandArguments(reading.command.text, { parameter: 'maxmemory', value: '2gb' });

    const action = commandAction(reading.command, given);

    assert.deepEqual([action.name, action.risk, action.isReadOnly], ['run-command', 'medium', undefined]);
    assert.equal(action.summary(given).en, 'run CONFIG SET maxmemory 2gb');
    assert.ok(action.arguments.safeParse(given).success && !('impossible' in action.undo));
    assert.throws(() => commandAction(reading.command, { command: reading.command.text }), /not bound/);
  });

  it('says in words that a command that reads has no undo', () => {
    const reading = grammarOf('redis').read('DBSIZE');
    assert.ok('command' in reading);

    const action = commandAction(reading.command, commandArguments('DBSIZE', null));

    assert.deepEqual([action.risk, action.isReadOnly, 'impossible' in action.undo], ['low', true, true]);
  });
});
