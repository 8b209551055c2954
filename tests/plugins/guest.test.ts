import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAllowed } from '../../src/plugins/guest/host-rules.ts';

const cases = [
  ['db.example.com', 5432, 'db.example.com', true],
  ['db.example.com', 5432, 'DB.example.com:5432', true],
  ['db.example.com', 5433, 'db.example.com:5432', false],
  ['db.example.com', null, 'db.example.com:5432', true],
  ['a.b.example.com', 80, '*.example.com', true],
  ['example.com', 80, '*.example.com', false],
  ['evilexample.com', 80, '*.example.com', false],
  ['::1', 80, '[::1]:80', true],
  ['unix:/run/x.sock', null, 'unix:/run/x.sock', true],
  ['unix:/run/y.sock', null, 'unix:/run/x.sock', false],
] as const;

for (const [host, port, rule, expected] of cases) {
  test(`isAllowed() says ${expected} to ${host}${port === null ? '' : `:${port}`} under ${rule}`, () => {
    assert.equal(isAllowed({ host, port }, [rule]), expected);
  });
}
