import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reasonIn } from '../../../src/systems/http/body-reason.ts';

test('reasonIn() names the parts of a health page that are down, the deepest of them', () => {
  const rabbit = { status: 'DOWN', details: { error: 'java.net.ConnectException: Connection refused' } };
  const spring = JSON.stringify({ status: 'DOWN', components: { db: { status: 'UP' }, rabbit } });
  const nested = JSON.stringify({ status: 'DOWN', components: { stores: { status: 'DOWN', components: { cache: { status: 'DOWN' } } } } });
  const rfc = JSON.stringify({ status: 'fail', checks: { 'disk:free': [{ status: 'fail', output: 'only 3 MB left' }] } });

  assert.equal(reasonIn(spring), 'rabbit DOWN: java.net.ConnectException: Connection refused');
  assert.equal(reasonIn(nested), 'cache DOWN');
  assert.equal(reasonIn(rfc), 'disk:free fail: only 3 MB left');
});

test('reasonIn() reads the message of an error, in the forms of the usual frameworks', () => {
  const cases: readonly (readonly [body: string, reason: string])[] = [
    ['{"status":500,"error":"Internal Server Error","message":"Access denied for user billing"}', 'Access denied for user billing'],
    ['{"type":"about:blank","title":"Bad Gateway","detail":"payments timed out"}', 'payments timed out'],
    ['{"errors":[{"message":"no such table: orders"}]}', 'no such table: orders'],
    ['{"error":{"code":8,"message":"quota used up"}}', 'quota used up'],
    [
      '<pre>org.postgresql.util.PSQLException: FATAL: role "shop" does not exist\n at a.b</pre>',
      'org.postgresql.util.PSQLException: FATAL: role "shop" does not exist',
    ],
  ];

  for (const [body, reason] of cases) assert.equal(reasonIn(body), reason);
});

test('reasonIn() says nothing of what only repeats the status, of pages and of broken answers', () => {
  for (const body of [
    '',
    '{"status":"error"}',
    '{"error":"Internal Server Error"}',
    '<center>nginx</center>',
    '{"message":',
    'stack trace',
  ])
    assert.equal(reasonIn(body), '', body);
});
