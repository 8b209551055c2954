import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alertSourcesConfig } from '../../src/config/alert-sources.ts';

const one = { name: 'erp', kind: 'http', mapping: { name: 't' } };

test('alertSourcesConfig refuses two sources of one name, names that are no path, and kinds that there are not', () => {
  assert.equal(alertSourcesConfig.parse([one])[0]?.name, 'erp');
  assert.match(String(alertSourcesConfig.safeParse([one, one]).error), /another alert source 'erp'/);
  assert.match(String(alertSourcesConfig.safeParse([{ ...one, name: 'a/b' }]).error), /lower-case letters, digits and hyphens/);
  assert.equal(alertSourcesConfig.safeParse([{ ...one, kind: 'pigeon' }]).success, false);
});
