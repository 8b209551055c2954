import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { z } from 'zod';
import { ChatError } from '../../../src/adapters/contract.ts';
import { createDingtalkClient, isAmbiguous, subscriptions } from '../../../src/adapters/dingtalk/client.ts';
import { DingtalkPeer } from '../../peers/dingtalk/peer.ts';
import { realClock } from '../slack/slack-harness.ts';

const send = '/v1.0/robot/groupMessages/send';
let peer: DingtalkPeer;
let noted = 0;
beforeEach(async () => {
  peer = new DingtalkPeer();
  noted = 0;
  await peer.start();
});
afterEach(() => peer.stop());

const made = () =>
  createDingtalkClient({
    ...{ clientId: peer.clientId, clientSecret: peer.clientSecret, apiBase: peer.url, oapiBase: peer.url, clock: realClock },
    pace: { callTimeoutMs: 2_000, rateWaitMs: 50 },
    quota: {
      note() {
        noted += 1;
      },
    },
  });
const body = () => ({
  robotCode: peer.corp.robotCode,
  msgKey: 'sampleMarkdown',
  msgParam: JSON.stringify({ title: 't', text: 'x' }),
  openConversationId: 'cidOPS0001==',
});
const answer = z.object({ processQueryKey: z.string() });

describe('createDingtalkClient()', () => {
  it('asks for one token, however many calls wait for it, and counts every call', async () => {
    const client = made();

    await Promise.all(Array.from({ length: 5 }, () => client.call('POST', send, body(), answer)));

    assert.equal(peer.callsOf('/v1.0/oauth2/accessToken').length, 1);
    assert.equal(noted, 6);
  });

  it('takes a fresh token when the old one was revoked, on both interfaces', async () => {
    const client = made();
    await client.call('POST', send, body(), answer);

    peer.revokeToken();
    await client.call('POST', send, body(), answer);
    peer.revokeToken();
    const user = await client.callOld(
      '/topapi/v2/user/get',
      { userid: 'staff-alice' },
      z.object({ result: z.object({ name: z.string() }) }),
    );

    assert.equal(user.result.name, '王芳');
    assert.equal(peer.callsOf('/v1.0/oauth2/accessToken').length, 3);
  });

  it('says of a failure what and which code, and no secret', async () => {
    const client = made();
    await client.call('POST', send, body(), answer);
    peer.fail(send, 'html');
    const page = await client.call('POST', send, body(), answer).catch((error: unknown) => error);
    peer.isSecretGood = false;
    const refused = await client.checkToken().catch((error: unknown) => error);
    const unread = await client.call('POST', send, body(), z.object({ other: z.string() })).catch((error: unknown) => error);

    assert.ok(
      page instanceof ChatError && page.kind === 'transient' && page.message === 'DingTalk refused robot/groupMessages/send: http_502',
    );
    assert.ok(refused instanceof ChatError && refused.kind === 'auth');
    assert.ok(unread instanceof ChatError);
    for (const error of [page, refused, unread]) {
      const said = `${error.stack} ${JSON.stringify(error)}`;
      assert.ok(!said.includes(peer.clientSecret) && !said.includes('peer-token'));
    }
  });

  it('uploads a file by the older interface', async () => {
    const id = await made().upload({ name: 'log.txt', title: 'log', bytes: Buffer.from('哪里慢') });

    assert.deepEqual(peer.corp.media.get(id), { name: 'log.txt', content: '哪里慢', type: 'file' });
  });

  it('opens the gateway with a list of its own', async () => {
    const { endpoint, ticket } = await made().openGateway(new AbortController().signal);

    assert.match(endpoint, /^ws:\/\/127/);
    assert.notEqual(ticket, '');
    assert.notEqual(subscriptions(), subscriptions());
    assert.deepEqual(Reflect.get(Object(peer.callsOf('/v1.0/gateway/connections/open')[0]?.body), 'subscriptions'), subscriptions());
  });
});

it('isAmbiguous() is sure only of what never left', () => {
  const error = (platformCode: string) => new ChatError('transient', 'x', { platformCode });

  assert.deepEqual([error('connect_refused'), error('request_failed'), error('http_502'), new Error('x')].map(isAmbiguous), [
    false,
    true,
    true,
    false,
  ]);
});
