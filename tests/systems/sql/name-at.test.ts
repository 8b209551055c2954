import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isName, nameAt, wordOf } from '../../../src/systems/sql/name-at.ts';
import { readTokens, type Token } from '../../../src/systems/sql/tokens.ts';

const cases = [
  { statement: 'Orders o', table: { schema: '', name: 'Orders' }, next: 1 },
  { statement: 'shop . `Order lines` where', table: { schema: 'shop', name: 'Order lines' }, next: 3 },
  { statement: 'shop.*', table: { schema: '', name: 'shop' }, next: 1 },
  { statement: '(select 1)', table: null, next: null },
  { statement: '', table: null, next: null },
] as const;

for (const { statement, table, next } of cases) {
  test(`nameAt() the beginning of '${statement}' is ${JSON.stringify(table)}`, () => {
    const named = nameAt(tokensOf(statement), 0);

    assert.deepEqual([named?.table ?? null, named?.next ?? null], [table, next]);
  });
}

test('nameAt() spells a name as its server takes it', () => {
  const spell = ({ kind, value }: Token): string => (kind === 'name' ? value.toLowerCase() : value);

  assert.deepEqual(nameAt(tokensOf('Shop.`Orders`'), 0, spell)?.table, { schema: 'shop', name: 'Orders' });
});

test('isName() and wordOf() tell names from words of the language', () => {
  const tokens = [...tokensOf("SELECT `from` 7 'x' ("), undefined];

  assert.deepEqual(tokens.map(isName), [true, true, false, false, false, false]);
  assert.deepEqual(tokens.map(wordOf), ['select', '', '7', "'x'", '(', '']);
});

function tokensOf(statement: string): readonly Token[] {
  const read = readTokens(statement, 'mysql');
  return 'tokens' in read ? read.tokens : [];
}
