import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tcpSignatures } from '../../../src/systems/tcp/signatures.ts';
import { judgeFacts } from '../nats/judge-facts.ts';

test('tcpSignatures tell a service that turns everybody away from another service', () => {
  const found = (said: string): readonly string[] => {
    const facts = { 'banner.isExpected': false, 'banner.isSilent': false, 'banner.isHungUp': false, 'banner.text': said };
    return judgeFacts(tcpSignatures, 'tcp', facts).confirmed.filter((id) => /wrong-service|refusal/.test(id));
  };

  assert.equal(found('421 4.3.2 gate: too many connections, try again later')[0], 'greets-with-refusal');
  assert.equal(found('-ERR max number of clients reached')[0], 'greets-with-refusal');
  assert.deepEqual(found('SSH-2.0-OpenSSH_9.2'), ['wrong-service']);
  assert.deepEqual(found('HTTP/1.1 400 Bad Request'), ['wrong-service']);
});
