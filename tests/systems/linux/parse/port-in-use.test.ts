import assert from 'node:assert/strict';
import { test } from 'node:test';
import { portInUse } from '../../../../src/systems/linux/parse/port-in-use.ts';

const inUse = /Address already in use|EADDRINUSE|bind(?:\(\)|ing)?[^\n]*(?:failed|in use)/i;

for (const [port, lines] of [
  [8080, ['Error: listen EADDRINUSE: address already in use :::8080']],
  [80, ['nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)']],
  [6379, ['Could not create server TCP listening socket *:6379: bind: Address already in use']],
  [8443, ['12:01:02 INFO version 1.9.2 starting on 127.0.0.1:8443', 'OSError: [Errno 98] Address already in use']],
  [9090, ['listening on port 9090', 'got SIGTERM', 'Listening on port 9090', 'java.net.BindException: Address already in use']],
  [0, ['version 1.9.2', 'OSError: [Errno 98] Address already in use']],
  [0, ['starting on 127.0.0.1:8443']],
] as const)
  test(`portInUse() is ${port} in “${lines.at(-1) ?? ''}” after ${lines.length - 1} other lines`, () => {
    assert.equal(portInUse(lines, inUse), port);
  });
