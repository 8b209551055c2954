import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { severityAttribute, statusAttribute, systemAttribute } from '../../src/workflows/search-attributes.ts';

const types: Readonly<Record<string, string>> = { KEYWORD: 'Keyword', KEYWORD_LIST: 'KeywordList' };

test('the search attributes are those that the script for a cluster creates', () => {
  const script = readFileSync(join(import.meta.dirname, '..', '..', 'deploy', 'temporal', 'create-search-attributes.sh'), 'utf8');
  const created = script.split('\n').filter((line) => line.startsWith('create Zhiban'));

  const wanted = [statusAttribute, severityAttribute, systemAttribute].map(({ name, type }) => `create ${name} ${types[type]}`);

  assert.deepEqual(created.sort(), wanted.sort());
});
