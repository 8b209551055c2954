import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mysqlSignatures } from '../../../../src/systems/mysql/signatures.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

const strict = { 'settings.sql_mode': 'STRICT_TRANS_TABLES', 'settings.changed.names': '' };
const failing = { 'statements.failing.calls': 2, 'statements.failing.errors': 9, 'statements.failing.share': 1 };
const undefaulted = { ...strict, ...failing, 'statements.failing.withoutDefault': 'guest', 'statements.failing.narrowColumns': null };
const narrow = {
  ...{ ...strict, ...failing, 'statements.failing.share': 0.5, 'statements.failing.withoutDefault': null },
  ...{ 'statements.failing.narrowColumns': 'remark', 'statements.failing.widerCharset': 'utf8mb4', 'statements.failing.errno': null },
};
const cases = [
  { name: 'a column without a default', facts: undefaulted, words: 'nobody can book', confirmed: ['column-without-default'] },
  {
    name: 'a column without a default, since strict mode is on',
    facts: { ...undefaulted, 'settings.changed.names': 'sql_mode' },
    ...{ words: 'nobody can book', confirmed: ['strict-mode-refuses'] },
  },
  {
    name: 'lax mode',
    facts: { ...undefaulted, 'settings.sql_mode': '', 'statements.failing.share': 0 },
    words: 'nobody can book',
    confirmed: [],
  },
  { name: 'a narrow column, and somebody speaks of emoji', facts: narrow, words: '带表情的失败', confirmed: ['column-charset-too-narrow'] },
  { name: 'a narrow column, and nobody speaks of characters', facts: narrow, words: '偶尔失败', confirmed: [] },
  {
    name: 'a narrow column and its error',
    facts: { ...narrow, 'statements.failing.errno': 1_366 },
    words: '',
    confirmed: ['column-charset-too-narrow'],
  },
  {
    name: 'a missing column',
    facts: { ...failing, 'statements.failing.missingColumns': 'floor' },
    words: '',
    confirmed: ['column-missing'],
  },
  {
    name: 'a missing table',
    facts: { ...failing, 'statements.failing.missingTable': 'hotel.log' },
    words: '',
    confirmed: ['table-missing'],
  },
] as const;

for (const { name, facts, words, confirmed } of cases) {
  test(`refusedSchemaSignatures: ${name}`, () => {
    assert.deepEqual(judgeFacts(mysqlSignatures, 'mysql', facts, words).confirmed, confirmed);
  });
}
