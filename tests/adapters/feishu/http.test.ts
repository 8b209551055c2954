import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { answerHttp, clockSkewSecondsMax, type HttpDoorContext } from '../../../src/adapters/feishu/http.ts';
import { createRecentKeys } from '../../../src/adapters/rich/recent-keys.ts';
import { encryptBody, signBody } from '../../peers/feishu/seal.ts';
import { createLog, realClock } from '../slack/slack-harness.ts';

const encryptKey = 'the-key';
const verificationToken = 'the-token';
const nowSeconds = (): number => Math.floor(Date.now() / 1_000);
const payload = { schema: '2.0', header: { token: verificationToken, event_type: 'x' }, event: { words: '中文'.repeat(2_000) } };

interface Door extends HttpDoorContext {
  readonly lines: string[];
  readonly refused: string[];
}

function door(handler: HttpDoorContext['handler'] = () => async () => ({ toast: 'x' })): Door {
  const lines: string[] = [];
  const refused: string[] = [];
  return {
    ...{
      encryptKey,
      verificationToken,
      clock: realClock,
      log: createLog(lines),
      answerWithinMs: 100,
      handler,
      lines,
      refused,
      onRefused: (reason: string) => void refused.push(reason),
    },
    nonces: createRecentKeys(realClock, { entriesMax: 100, keepMs: 600_000 }),
  };
}

describe('answerHttp()', () => {
  it('lets an authentic request in, once, and answers with what the handler says', async () => {
    const context = door();
    const body = encryptBody(payload, encryptKey);
    const headers = signBody(body, encryptKey, nowSeconds(), 'n1');

    const answer = await answerHttp(context, body, headers);
    const replayed = await answerHttp(context, body, headers);

    assert.deepEqual([answer.status, answer.body], [200, '{"toast":"x"}']);
    assert.equal(replayed.status, 401);
    assert.match(context.lines.at(-1) ?? '', /it came before/);
  });

  it('hands on the payload as it was, whatever the bytes of its characters', async () => {
    const heard: unknown[] = [];
    const body = encryptBody(payload, encryptKey);
    const context = door(() => async (each) => void heard.push(each));

    await answerHttp(context, Buffer.from(body), signBody(body, encryptKey, nowSeconds(), 'n1'));

    assert.deepEqual(heard, [payload]);
  });

  it('answers the question whether the address is ours, only to who knows key and token', async () => {
    const question = { type: 'url_verification', challenge: 'abc', token: verificationToken };

    const good = await answerHttp(door(), encryptBody(question, encryptKey), {});
    const wrongToken = await answerHttp(door(), encryptBody({ ...question, token: 'guess' }, encryptKey), {});
    const wrongKey = await answerHttp(door(), encryptBody(question, 'guess'), {});
    const plain = await answerHttp(door(), JSON.stringify(question), {});

    assert.deepEqual([good.status, good.body], [200, '{"challenge":"abc"}']);
    assert.deepEqual([wrongToken.status, wrongKey.status, plain.status], [401, 401, 401]);
  });

  it('counts what it turns away, and says why without a word of what was sent', async () => {
    const context = door();
    const body = encryptBody(payload, encryptKey);

    await answerHttp(context, body, {});
    await answerHttp(context, body, signBody(body, encryptKey, nowSeconds() - clockSkewSecondsMax - 5, 'n1'));
    await answerHttp(context, body, signBody(body, encryptKey, nowSeconds() + clockSkewSecondsMax + 5, 'n1'));
    await answerHttp(context, body, signBody(body, 'another', nowSeconds(), 'n1'));
    const large = await answerHttp(context, 'x'.repeat(1_048_577), {});

    assert.equal(context.refused.length, 5);
    assert.equal(large.status, 413);
    const reasons = ['it is not signed', 'five minutes off', 'five minutes off', 'its signature is wrong', 'it is too large'];
    for (const [index, reason] of reasons.entries()) assert.ok(context.lines[index]?.includes(reason), reason);
    assert.ok(!context.lines.join('').includes('words'));
  });

  it('answers in time also when the handler doesn’t, and with 500 when it fails', async () => {
    const send = (context: HttpDoorContext) => {
      const body = encryptBody(payload, encryptKey);
      return answerHttp(context, body, signBody(body, encryptKey, nowSeconds(), 'n1'));
    };

    const slow = await send(door(() => () => new Promise(() => undefined)));
    const failing = await send(door(() => () => Promise.reject(new Error('x'))));
    const starting = await send(door(() => null));

    assert.deepEqual([slow.status, failing.status, starting.status], [200, 500, 503]);
    assert.equal(starting.headers['retry-after'], '5');
  });
});
