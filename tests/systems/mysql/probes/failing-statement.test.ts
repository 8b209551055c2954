import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFaulty, schemaFaults, tablesOfTrigger } from '../../../../src/systems/mysql/probes/failing-statement.ts';
import { statementShape } from '../../../../src/systems/sql/statement-shape.ts';

const column = (name: string, more: object = {}) => ({ name, nullable: 1, preset: null, extra: '', type: 'int', charset: null, ...more });
const columns = [
  column('id', { nullable: 0, extra: 'auto_increment' }),
  column('guest', { nullable: 0 }),
  column('kind', { nullable: 0, type: 'enum', charset: 'utf8mb4' }),
  column('nights', { nullable: 0, preset: '1' }),
  column('total', { nullable: 0, extra: 'STORED GENERATED' }),
  column('remark', { type: 'varchar', charset: 'utf8mb3' }),
];
const seen = {
  tables: [{ schema: 'hotel', name: 'bookings', type: 'BASE TABLE' }],
  columns,
  ...{ triggers: [], charsets: [{ charset: 'utf8mb4' }], showsAll: true },
};
const cases = [
  { name: 'a column that must be given', query: 'INSERT INTO bookings ( nights ) VALUES (...)', faults: { withoutDefault: 'guest' } },
  { name: 'nothing amiss', query: 'INSERT INTO `bookings` ( `guest` ) VALUES (...)', faults: {} },
  { name: 'no list of columns', query: 'INSERT INTO `bookings` VALUES (...)', faults: {} },
  { name: 'a column that is not there', query: 'UPDATE bookings SET `floor` = ? WHERE ID = ?', faults: { missingColumns: 'floor' } },
  { name: 'a table that is not there', query: 'SELECT * FROM bookings JOIN rooms ON ? = ?', faults: { missingTable: 'hotel.rooms' } },
  {
    name: 'a narrow column',
    query: 'INSERT INTO bookings ( guest , remark ) VALUES (...)',
    faults: { narrowColumns: 'remark', narrowCharset: 'utf8mb3', widerCharset: 'utf8mb4' },
  },
] as const;

for (const { name, query, faults } of cases) {
  test(`schemaFaults(): ${name}`, () => {
    const facts = schemaFaults(statementShape(query), 'hotel', seen);

    const told = Object.entries(facts).flatMap(([fact, value]) =>
      value === null ? [] : [[fact.replace('statements.failing.', ''), value]],
    );
    assert.deepEqual(Object.fromEntries(told), { table: 'hotel.bookings', ...faults });
    assert.equal(
      isFaulty(facts),
      Object.keys(faults).some((fact) => /^(missing|without)/.test(fact)),
    );
  });
}

test('schemaFaults() finds what a digest prints as a word of the language, whichever of its spellings it took', () => {
  const readings = {
    tables: [{ schema: 'hotel', name: 'events', type: 'BASE TABLE' }],
    columns: [column('day', { nullable: 0 }), column('user', { nullable: 0 }), column('total', { nullable: 0 })],
    ...{ triggers: [], charsets: [], showsAll: true },
  };

  const given = schemaFaults(statementShape('INSERT INTO EVENTS ( SQL_TSI_DAY , SYSTEM_USER , `total` ) VALUES (...)'), 'hotel', readings);
  const lacking = schemaFaults(statementShape('INSERT INTO EVENTS ( SQL_TSI_DAY , SQL_TSI_MONTH ) VALUES (...)'), 'hotel', readings);

  assert.deepEqual([given['statements.failing.table'], isFaulty(given)], ['hotel.events', false]);
  assert.deepEqual([lacking['statements.failing.missingColumns'], lacking['statements.failing.withoutDefault']], ['month', 'user, total']);
});

test('schemaFaults() takes no table and no column for missing that this account may not see', () => {
  const facts = schemaFaults(statementShape('INSERT INTO rooms ( floor ) VALUES (...)'), 'hotel', {
    ...seen,
    columns: [],
    showsAll: false,
  });

  assert.equal(isFaulty(facts), false);
});

test('schemaFaults() leaves to a trigger what it may fill in, and names the table that a trigger lacks', () => {
  const insert = statementShape('INSERT INTO bookings ( nights ) VALUES (...)');
  const fills = schemaFaults(insert, 'hotel', {
    ...seen,
    triggers: [{ name: 't', timing: 'BEFORE', event: 'INSERT', body: 'SET NEW.guest = 1' }],
  });
  const lacks = schemaFaults(insert, 'hotel', {
    ...seen,
    triggers: [{ name: 'audit', timing: 'AFTER', event: 'INSERT', body: "BEGIN INSERT INTO log VALUES (NEW.id, 'a;b'); END" }],
  });

  assert.equal(fills['statements.failing.withoutDefault'], null);
  assert.deepEqual([lacks['statements.failing.missingTable'], lacks['statements.failing.trigger']], ['hotel.log', 'audit']);
});

test('tablesOfTrigger() reads what the statements of a body write to', () => {
  const body = "BEGIN IF NEW.a > 1 THEN UPDATE totals SET n = n + 1; END IF; INSERT INTO other.log VALUES ('x') ; END";

  assert.deepEqual(tablesOfTrigger(body), [
    { schema: '', name: 'totals' },
    { schema: 'other', name: 'log' },
  ]);
});
