import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zookeeperPacketSignatures } from '../../../../src/systems/zookeeper/signatures/packets.ts';
import { judgeSignature } from '../../linux/diagnose.ts';

const [signature = assert.fail()] = zookeeperPacketSignatures;

for (const [line, expected] of [
  [
    'IOException: Len error. A message from /10.0.0.7:34766 with advertised length of 2500069 is either a malformed message or too large',
    'confirmed',
  ],
  ['java.io.IOException: Len error 2500069', 'confirmed'],
  ['java.io.IOException: Unreasonable length = 1600321', 'confirmed'],
  // `GET ` of somebody who takes it for a web server, and the beginning of a TLS handshake.
  ['java.io.IOException: Len error 1195725856', 'no'],
  ['IOException: Len error. A message from /10.0.0.7:34766 with advertised length of 369295617 is either a malformed message', 'no'],
  ['Client session timed out', 'no'],
] as const)
  test(`zookeeper.packet-too-large is ${expected} with '${line}'`, () => {
    assert.equal(judgeSignature(signature, { 'logs.newestError': line, 'logs.topError': '', 'logs.newError': '' }), expected);
  });
