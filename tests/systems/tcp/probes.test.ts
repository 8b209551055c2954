import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SessionFailure } from '../../../src/systems/session/failure.ts';
import { connectFacts } from '../../../src/systems/tcp/probes/connect.ts';

describe('connectFacts()', () => {
  it('calls it flapping only when some succeed', () => {
    const failure = new SessionFailure('gate refused', { problem: 'refused', stage: 'connect' });
    const times = { lookupMs: 0, connectMs: 2, handshakeMs: 0 };

    assert.equal(connectFacts([{ times }, { failure }], 500)['connect.isFlapping'], true);
    assert.equal(connectFacts([{ times }, { times }], 500)['connect.isFlapping'], false);
  });
});
