import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fetchSlackScopes } from '../../../src/adapters/slack/scopes.ts';
import { SlackPeer } from '../../peers/slack/peer.ts';

test('fetchSlackScopes() reads what the token carries, and refuses like any other call', async (t) => {
  const peer = new SlackPeer();
  await peer.start();
  t.after(() => peer.stop());
  peer.scopes = ['chat:write', 'commands'];
  const unused = { env: 'UNUSED' };
  const config = { mode: 'socket', apiUrl: peer.apiUrl, botToken: unused, privateRooms: false } as const;

  const scopes = await fetchSlackScopes(config, { botToken: peer.botToken });

  assert.deepEqual(scopes, ['chat:write', 'commands']);
  await assert.rejects(fetchSlackScopes(config, { botToken: 'xoxb-stolen' }), (error: Error) => {
    assert.match(error.message, /invalid_auth/);
    return !error.message.includes('xoxb-stolen');
  });
});
