import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alertMapping } from '../../src/config/alert-sources.ts';
import { syslogMapping, trapMapping } from '../../src/config/default-mappings.ts';

test('the mappings that sources bring are mappings', () => {
  for (const mapping of [syslogMapping, trapMapping]) assert.doesNotThrow(() => alertMapping.parse(mapping));
});
