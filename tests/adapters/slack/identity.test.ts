import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fetchIdentity } from '../../../src/adapters/slack/identity.ts';

it('fetchIdentity() reads who we are', async () => {
  const identity = await fetchIdentity({
    call: async (_method, _parameters, schema) => schema.parse({ ok: true, team_id: 'T1', user_id: 'U1', bot_id: 'B1' }),
    callQuickly: () => Promise.reject(new Error('not used')),
    upload: () => Promise.reject(new Error('not used')),
  });

  assert.deepEqual(identity, { teamId: 'T1', botUserId: 'U1', botId: 'B1', enterpriseId: null });
});
