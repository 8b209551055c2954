import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readErrorLog } from '../../../../src/systems/nginx/parse/error-log.ts';

const line = (said: string, upstream: string) =>
  `2026/11/28 08:00:01 [error] 7#7: *9 ${said}, client: 10.0.0.9, server: _, request: "GET /pay HTTP/1.1", upstream: "http://${upstream}/pay", host: "x"`;
const refused = (upstream: string) => line('connect() failed (111: Connection refused) while connecting to upstream', upstream);
const slow = (upstream: string) =>
  line('upstream timed out (110: Connection timed out) while reading response header from upstream', upstream);
const counted = (...lines: readonly string[]) => readErrorLog(lines.join('\n'), 0, 0).counts;

test('readErrorLog() takes refusals of an upstream for past that takes connections since', () => {
  const one = '10.0.0.5:8080';
  const restarted = [refused(one), refused(one), slow(one), slow(one), slow(one)];

  assert.deepEqual([counted(...restarted).upstreamRefused, counted(...restarted).upstreamTimedOut], [0, 3]);
  assert.equal(counted(...restarted.slice(0, 4)).upstreamRefused, 2);
  assert.equal(counted(...restarted, refused(one)).upstreamRefused, 3);
  assert.equal(counted(...restarted, refused('10.0.0.6:8080')).upstreamRefused, 1);
});
