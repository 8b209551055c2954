import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hideSecrets } from '../../../src/analysis/logs/hide-secrets.ts';
import { renderTyped, renderWildcards } from '../../../src/analysis/logs/render.ts';
import { LineScanner } from '../../../src/analysis/logs/scan-line.ts';
import { shapeOf } from '../../../src/analysis/logs/shape.ts';
import { StoredTemplate, TokenStore } from '../../../src/analysis/logs/token-store.ts';

const scanner = new LineScanner();
const tokensOf = (line: string) => scanner.tokens(line, 0, line.length);

test('TokenStore gives back what was appended, also after it has grown and after a rewrite', () => {
  const store = new TokenStore();
  const lines = Array.from({ length: 400 }, (_each, index) => `word${'abcdefghij'[index % 10]} number ${index} of the line`);
  const starts = lines.map((line) => store.append(tokensOf(line)));

  assert.deepEqual(store.read(starts[7] ?? 0, 6), tokensOf(lines[7] ?? ''));
  assert.equal(store.read(starts[7] ?? 0, 6)[1], store.read(starts[8] ?? 0, 6)[1]);

  store.rewrite(starts[7] ?? 0, tokensOf('now other words of one line'));
  assert.deepEqual(store.read(starts[7] ?? 0, 6), tokensOf('now other words of one line'));
  assert.deepEqual(store.read(starts[8] ?? 0, 6), tokensOf(lines[8] ?? ''));
});

test('StoredTemplate keeps its tokens in the store', () => {
  const template = new StoredTemplate(new TokenStore(), tokensOf('user bob'), 'user bob');

  template.tokens = tokensOf('user ann');

  assert.deepEqual(template.tokens, tokensOf('user ann'));
  assert.deepEqual([template.count, template.isWild, template.example], [0, false, 'user bob']);
});

test('hideSecrets() makes a variable of each word that masking took out', () => {
  const read = (raw: string, masked: string): string => renderTyped(hideSecrets(tokensOf(raw), tokensOf(masked)));

  assert.equal(read('login password=hunter ok', 'login password=«secret» ok'), 'login password=«secret» ok');
  assert.equal(read('bob password=bob', 'bob password=«secret»'), 'bob password=«secret»');
  assert.equal(read('token=Token{78af589 x', 'token=«secret» x'), 'token=Token{<hex> x');
  assert.equal(read('nothing here', 'nothing here'), 'nothing here');
});

test('renderTyped() keeps the sorts of a list while its length stays, renderWildcards() its form', () => {
  const shape = shapeOf(tokensOf('"GET /a" 200 1.5 12 ms, 3 done'));

  assert.equal(renderTyped(shape), '"GET <path>" <number> <number> <number> ms, <number> done');
  assert.equal(renderWildcards(shape), '"GET <*>" <*> <*> <*> ms, <*> done');
  assert.equal(renderTyped(shapeOf(tokensOf('channels 1 2 3 4 5 6 7 8 9'))), 'channels <list>');
});
