import assert from 'node:assert/strict';
import { test } from 'node:test';
import { feishuConfig } from '../../../src/adapters/feishu/config.ts';
import { fetchFeishuScopes } from '../../../src/adapters/feishu/scopes.ts';
import { FeishuPeer } from '../../peers/feishu/peer.ts';
import { systemClock } from '../../support/system-clock.ts';

test('fetchFeishuScopes() reads what the organisation has granted, and refuses like any other call', async (t) => {
  const peer = new FeishuPeer();
  await peer.start();
  t.after(() => peer.stop());
  peer.world.scopes = ['im:chat'];
  const config = feishuConfig.parse({ appId: peer.world.appId, appSecret: { env: 'UNUSED' }, domain: peer.domain });

  const scopes = await fetchFeishuScopes(config, { appSecret: peer.appSecret }, systemClock);

  assert.deepEqual(scopes, ['im:chat']);
  await assert.rejects(fetchFeishuScopes(config, { appSecret: 'a-stolen-secret-0123' }, systemClock), (error: Error) => {
    return !error.message.includes('a-stolen-secret-0123');
  });
});
