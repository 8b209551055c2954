import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { z } from 'zod';
import { ChatError } from '../../../src/adapters/contract.ts';
import { createFeishuClient, type FeishuClient, toChatError } from '../../../src/adapters/feishu/client.ts';
import { isRefusedCard, isStaleToken, kindOf } from '../../../src/adapters/feishu/codes.ts';
import { fetchIdentity } from '../../../src/adapters/feishu/identity.ts';
import { createSdkLogger } from '../../../src/adapters/feishu/sdk-logger.ts';
import { createTokenSource } from '../../../src/adapters/feishu/token.ts';
import { createRedact } from '../../../src/adapters/rich/redact.ts';
import { FeishuPeer } from '../../peers/feishu/peer.ts';
import { createLog, realClock } from '../slack/slack-harness.ts';

describe('createFeishuClient()', () => {
  let peer: FeishuPeer;
  let client: FeishuClient;
  const logs: string[] = [];

  beforeEach(async () => {
    peer = new FeishuPeer();
    await peer.start();
    client = await create(peer.appSecret);
  });
  afterEach(() => peer.stop());

  const create = (appSecret: string) =>
    createFeishuClient({
      ...{ appId: peer.world.appId, appSecret, domain: peer.domain, callTimeoutMs: 500, clock: realClock, log: createLog(logs) },
      redact: createRedact([appSecret]),
    });
  const chats = { name: 'contact.user.get', method: 'GET', path: '/open-apis/contact/v3/users/ou_nobody' } as const;
  const failureOf = (work: Promise<unknown>): Promise<ChatError> =>
    work.then(
      () => assert.fail('it worked'),
      (error: unknown) => (error instanceof ChatError ? error : assert.fail(String(error))),
    );

  it('asks for one token, however many calls need it at once', async () => {
    await Promise.all(Array.from({ length: 5 }, () => fetchIdentity(client)));

    assert.equal(peer.callsOf('auth.tenant_access_token').length, 1);
  });

  it('two clients in one process share no token', async () => {
    await fetchIdentity(client);
    await fetchIdentity(await create(peer.appSecret));

    assert.equal(peer.callsOf('auth.tenant_access_token').length, 2);
  });

  it('a revoked token is renewed once, by all who notice it together, and the call works', async () => {
    await fetchIdentity(client);
    peer.revokeToken();

    const identities = await Promise.all([fetchIdentity(client), fetchIdentity(client), fetchIdentity(client)]);

    assert.equal(identities[0]?.botOpenId, peer.world.botOpenId);
    assert.equal(peer.badTokens, 3);
    assert.equal(peer.callsOf('auth.tenant_access_token').length, 2);
  });

  it('an expired token is renewed before it is refused', async () => {
    peer.tokenLifeSeconds = 0.01;
    await fetchIdentity(client);
    await new Promise((resolve) => setTimeout(resolve, 20));
    peer.revokeToken();

    await fetchIdentity(client);

    assert.equal(peer.badTokens, 0);
  });

  it('a wrong secret is kind auth, and is in no word of the error', async () => {
    const wrong = await create('not-the-secret-at-all');

    const error = await failureOf(fetchIdentity(wrong));

    assert.deepEqual([error.kind, error.platformCode], ['auth', '10014']);
    assert.ok(!`${error.stack} ${JSON.stringify(error)} ${logs.join('')}`.includes('not-the-secret-at-all'));
  });

  it('a rate limit says when to come again, with either of its codes and either status', async () => {
    await fetchIdentity(client);
    peer.faults.add({ api: 'bot.info', kind: 'rate', times: 1, resetSeconds: 7 });
    const limited = await failureOf(fetchIdentity(client));
    peer.faults.add({ api: 'bot.info', kind: 'code', times: 1, code: 230020 });
    const busy = await failureOf(fetchIdentity(client));

    assert.deepEqual([limited.kind, limited.retryAfterMs], ['rate', 7_000]);
    assert.deepEqual([busy.kind, busy.retryAfterMs], ['rate', 1_000]);
  });

  for (const kind of ['drop-before', 'drop-after', 'http-before', 'http-after', 'hang-after'] as const) {
    it(`an open end is transient (${kind})`, async () => {
      await client.checkSecret();
      peer.faults.add({ api: 'bot.info', kind, times: 1 });

      assert.equal((await failureOf(fetchIdentity(client))).kind, 'transient');
    });
  }

  it('a refusal carries Feishu’s code and words', async () => {
    const error = await failureOf(client.call(chats, z.object({})));

    assert.deepEqual([error.kind, error.platformCode], ['forbidden', '41050']);
    assert.match(error.message, /Feishu refused contact\.user\.get: 41050 \(no user authority error\)/);
  });

  it('an answer that lacks what it promises is kind format', async () => {
    const error = await failureOf(
      client.call({ name: 'bot.info', method: 'GET', path: '/open-apis/bot/v3/info' }, z.object({ data: z.object({}) })),
    );

    assert.equal(error.kind, 'format');
  });
});

describe('codes', () => {
  it('tells what can be tried again from what can’t', () => {
    const kinds = [99991400, 230020, 99991663, 230002, 230011, 230025, 230099, 1000040343].map(kindOf);

    assert.deepEqual(kinds, ['rate', 'rate', 'auth', 'forbidden', 'gone', 'too-large', 'format', 'transient']);
    assert.deepEqual([isStaleToken(99991663), isStaleToken(10014)], [true, false]);
    assert.deepEqual(
      [isRefusedCard('230099'), isRefusedCard('200861'), isRefusedCard('230002'), isRefusedCard(null)],
      [true, true, false, false],
    );
  });

  it('toChatError() says nothing of an error that it doesn’t know', () => {
    const error = toChatError('im.message.create', { secret: 'x' }, createRedact([]));

    assert.equal(error.message, 'Feishu did not answer im.message.create: the connection failed');
  });
});

describe('createTokenSource()', () => {
  it('a failed fetch is not kept: the next one to ask tries again', async () => {
    let calls = 0;
    const source = createTokenSource(realClock, async () => {
      calls += 1;
      if (calls === 1) throw new Error('away');
      return { token: `t${calls}`, lifeSeconds: 7_200 };
    });

    await assert.rejects(source.get(), /away/);
    assert.equal(await source.get(), 't2');
    source.forget('another');
    assert.equal(await source.get(), 't2');
    source.forget('t2');
    assert.equal(await source.get(), 't3');
  });
});

describe('createSdkLogger()', () => {
  it('passes on words, and of anything else its kind alone', () => {
    const lines: string[] = [];
    const logger = createSdkLogger(createLog(lines));

    logger.error(['[ws]', new Error('broken'), { headers: { Authorization: 'Bearer secret' } }]);
    logger.info('not said');

    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? '', /\[ws\] broken object/);
  });
});
