/** What the kinds that speak SQL share. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { normaliseQuery } from '../../src/systems/sql/normalise-query.ts';

describe('normaliseQuery()', () => {
  const cases: readonly (readonly ['postgresql' | 'mysql', string, string])[] = [
    ['postgresql', "SELECT * FROM users WHERE email = 'li@example.com' AND age > 30", 'SELECT * FROM users WHERE email = ? AND age > ?'],
    ['postgresql', "SELECT 'it''s', E'a\\'b', $1, $$secret$$, $t$more$t$", 'SELECT ?, E?, $1, ?, …'],
    ['postgresql', 'SELECT "User"."2nd" FROM t2 -- for li@example.com\nWHERE a1 = 0x1F', 'SELECT "User"."?nd" FROM t2 WHERE a1 = ?'],
    ['postgresql', "UPDATE t SET a = 'never closed", 'UPDATE t SET a = ?'],
    ['postgresql', 'SELECT 1 IN (1, 2,3 , 4) /* li@example.com */', 'SELECT ? IN (?, …)'],
    ['postgresql', "INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c')", 'INSERT INTO t VALUES (?, …), …'],
    ['mysql', 'SELECT * FROM `order` WHERE name = "Li \\"Hua\\"" # note', 'SELECT * FROM `order` WHERE name = ?'],
    ['mysql', "SELECT 'a\\'b', -1.5e3", 'SELECT ?, -?'],
    ['mysql', '', ''],
  ];
  for (const [dialect, given, wanted] of cases)
    it(`${dialect}: ${given.slice(0, 50)}`, () => assert.equal(normaliseQuery(given, dialect), wanted));

  it('is quick and short for a very long text', () => {
    assert.ok(normaliseQuery(`SELECT ${'a,'.repeat(100_000)}`, 'mysql').length <= 301);
  });
});
