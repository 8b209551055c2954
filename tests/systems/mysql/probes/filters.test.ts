/** What the costliest statement filters by, from lists that are given and on a real server. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type CostlyStatement, filterFacts, isNumberIn, readFilter } from '../../../../src/systems/mysql/probes/filters.ts';
import { filterIn } from '../../../../src/systems/sql/predicates.ts';
import { type Scene, startScene } from '../scene.ts';

const costly = (query: string): CostlyStatement => ({
  ...{ query, schema: 'shop', digest: 'none', calls: 2, examined: 600_000, kept: 2, meanMs: 230, share: 0.99, busyRatio: 0.46 },
});

const lists = {
  table: { place: 'shop', name: 'members', count: '297799' },
  columns: [
    { name: 'id', type: 'bigint(20)', sort: 'bigint' },
    { name: 'phone', type: 'varchar(20)', sort: 'varchar', collation: 'utf8mb4_general_ci' },
    { name: 'city', type: 'varchar(40)', sort: 'varchar' },
    { name: 'state', type: 'varchar(9)', sort: 'varchar' },
    { name: 'born', type: 'datetime', sort: 'datetime' },
    { name: 'name', type: 'varchar(60)', sort: 'varchar' },
  ],
  indexes: [
    { INDEX_NAME: 'PRIMARY', COLUMN_NAME: 'id', CARDINALITY: '297799', INDEX_TYPE: 'BTREE' },
    { INDEX_NAME: 'by_phone', COLUMN_NAME: 'phone', CARDINALITY: '297799', INDEX_TYPE: 'BTREE' },
    { INDEX_NAME: 'by_state', COLUMN_NAME: 'state', CARDINALITY: '3', INDEX_TYPE: 'BTREE' },
    { INDEX_NAME: 'by_born', COLUMN_NAME: 'born', CARDINALITY: '9000', INDEX_TYPE: 'BTREE' },
    { INDEX_NAME: 'by_name', COLUMN_NAME: null, EXPRESSION: 'lower(`name`)', CARDINALITY: '9000', INDEX_TYPE: 'BTREE' },
    { INDEX_NAME: 'by_words', COLUMN_NAME: 'city', CARDINALITY: '9000', INDEX_TYPE: 'FULLTEXT' },
  ],
};

describe('filterFacts()', () => {
  const cases = [
    ['SELECT ID FROM `members` WHERE `phone` = ?', { column: 'phone', index: 'by_phone', isTextIndexUnused: true, wrapped: '', isMissing: false }],
    ['SELECT ID FROM `members` WHERE `phone` > ?', { column: 'phone', index: 'by_phone', isTextIndexUnused: false, wrapped: '', isMissing: false }],
    ['SELECT ID FROM `members` WHERE `born` = ?', { column: 'born', index: 'by_born', isTextIndexUnused: false, wrapped: '', isMissing: false }],
    ['SELECT ID FROM `members` WHERE STATE = ? AND `city` = ?', { column: 'state', index: 'by_state', isTextIndexUnused: false, wrapped: '', isMissing: false }],
    ['SELECT ID FROM `members` WHERE DATE ( `born` ) = ?', { column: 'born', index: 'by_born', isTextIndexUnused: false, wrapped: 'DATE(born)', isMissing: false }],
    ['SELECT ID FROM `members` WHERE `phone` = ? AND DATE ( `born` ) = ?', { column: 'phone', index: 'by_phone', isTextIndexUnused: true, wrapped: '', isMissing: false }],
    ['SELECT ID FROM `members` WHERE LOWER ( NAME ) = ?', { column: 'name', index: '', isTextIndexUnused: false, wrapped: '', isMissing: false }],
    ['SELECT ID FROM `members` WHERE `city` = ? AND NAME = ?', { column: 'city, name', index: '', isTextIndexUnused: false, wrapped: '', isMissing: true }],
    ['SELECT ID FROM `members` WHERE UPPER ( `city` ) = ?', { column: 'UPPER(city)', index: '', isTextIndexUnused: false, wrapped: '', isMissing: true }],
    ['SELECT ID FROM `members` WHERE `gone` = ?', { column: '', index: '', isTextIndexUnused: false, wrapped: '', isMissing: false }],
  ] as const; // biome-ignore format: a table

  for (const [query, expected] of cases) {
    it(`of '${query}'`, () => {
      const facts = filterFacts(costly(query), filterIn(query, 'mysql'), lists);

      assert.deepEqual(Object.fromEntries(Object.keys(expected).map((name) => [name, facts[`statements.filter.${name}`]])), expected);
    });
  }

  it('counts rows for each run and for each row that was wanted, and says of a sum that it may need them all', () => {
    const query = 'SELECT COUNT ( * ) FROM `members` WHERE `city` = ?';
    const facts = filterFacts(costly(query), filterIn(query, 'mysql'), lists);

    assert.deepEqual([facts['statements.filter.examinedPerCall'], facts['statements.filter.examinedPerKept']], [300_000, 300_000]);
    assert.equal(facts['statements.filter.isPlain'], false);
    const plain = ['= ?', 'LIKE ?', 'IN (...)'].map((how) => {
      const search = `SELECT ID FROM \`members\` WHERE \`city\` ${how}`;
      return filterFacts(costly(search), filterIn(search, 'mysql'), lists)['statements.filter.isPlain'];
    });
    assert.deepEqual(plain, [true, false, false]);
  });
});

describe('isNumberIn()', () => {
  const cases = [
    ['select id from members where phone = 13800001234', true],
    ["select id from `shop`.`members` m where city = 'x' and m.`phone`=13800001234 limit 1", true],
    ["select id from members where phone in ('1', 2)", true],
    ["select id from members where phone = '13800001234'", false],
    ["select id from members where city = 'phone = 5' and phone = '1'", false],
    ['select id from members where phone = 0x41', false],
    ['select id from members where phone = ?', null],
    ['select id from members where telephone = 5', null],
    ['select id from others where phone = 5', null],
  ] as const;

  for (const [statement, expected] of cases) {
    it(`of '${statement}' is ${String(expected)}`, () => assert.equal(isNumberIn([statement], 'members', 'phone'), expected));
  }
});

describe('readFilter()', () => {
  let scene: Scene;
  const limit = { timeoutMs: 5_000, signal: AbortSignal.timeout(60_000) };

  before(async () => {
    scene = await startScene({ 'performance-schema': 'ON' });
    await scene.run('CREATE TABLE shop.members (id INT PRIMARY KEY, phone VARCHAR(20), city VARCHAR(40), KEY by_phone (phone))');
    await scene.run("INSERT INTO shop.members SELECT seq, CONCAT('138', seq), 'Hangzhou' FROM shop.seq_1_to_2000");
    await scene.run('ANALYZE TABLE shop.members');
  });
  after(() => scene.stop());

  it('finds table, column and index, and by a statement at work that the value is a number', async () => {
    const running = await scene.session();
    const caught = running.query('SELECT id, SLEEP(0.5) FROM members WHERE phone = 13812').catch(() => undefined);
    const facts = await readFilter(scene.client, costly('SELECT ID FROM `members` WHERE `phone` = ?'), limit);
    await caught;

    assert.deepEqual(
      ['schema', 'table', 'column', 'columnType', 'index', 'comparedWith'].map((name) => facts[`statements.filter.${name}`]),
      ['shop', 'members', 'phone', 'varchar(20)', 'by_phone', 'number'],
    );
  });

  it('names the column that no index begins with', async () => {
    const facts = await readFilter(scene.client, costly('SELECT ID FROM `members` WHERE `city` = ?'), limit);

    assert.deepEqual([facts['statements.filter.isMissing'], facts['statements.filter.column']], [true, 'city']);
  });

  it('tells nothing of a table that the account does not see, nor where no statement is costly', async () => {
    const unseen = await readFilter(scene.watcher, costly('SELECT ID FROM `members` WHERE `phone` = ?'), limit);
    const cheap = await readFilter(scene.client, { ...costly('SELECT ID FROM `members` WHERE `city` = ?'), busyRatio: 0.01 }, limit);

    assert.equal(unseen['statements.filter.table'], null);
    assert.deepEqual([cheap['statements.filter.table'], cheap['statements.filter.isMissing']], ['', false]);
  });
});
