import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ReceiverEvent } from '@slack/bolt';
import { answerHttp, type HttpDoorContext } from '../../../src/adapters/slack/http.ts';
import { SlackPeer } from '../../peers/slack/peer.ts';
import { createLog } from './slack-harness.ts';

const nowSeconds = 1_700_000_000;
const peer = new SlackPeer();

const refused: string[] = [];

function door(process: ((event: ReceiverEvent) => Promise<void>) | null, answerWithinMs = 1_000): HttpDoorContext {
  const clock = { now: () => nowSeconds * 1_000, sleep: async () => undefined };
  const onRefused = (reason: string): void => void refused.push(reason);
  return { signingSecret: peer.signingSecret, clock, log: createLog([]), answerWithinMs, processor: () => process, onRefused };
}

function send(context: HttpDoorContext, rawBody: string, type = 'application/json', timestamp = nowSeconds, extra = {}) {
  return answerHttp(context, rawBody, { ...peer.sign(rawBody, timestamp), 'content-type': type, ...extra });
}

describe('answerHttp()', () => {
  it('answers the challenge, signed only', async () => {
    const rawBody = JSON.stringify({ type: 'url_verification', challenge: 'abc' });

    assert.deepEqual(JSON.parse((await send(door(null), rawBody)).body), { challenge: 'abc' });
    assert.equal((await answerHttp(door(null), rawBody, { 'content-type': 'application/json' })).status, 401);
  });

  it('tells what it turns away, in words of its own', async () => {
    refused.length = 0;

    await answerHttp(door(null), '{"words":"secret"}', {});
    const large = await answerHttp(door(null), 'x'.repeat(1_048_577), {});

    assert.equal(large.status, 413);
    assert.deepEqual(refused, ['it is not signed', 'it is too large']);
  });

  it('takes five minutes either way and no more', async () => {
    const process = async ({ ack }: ReceiverEvent): Promise<void> => ack();
    const statuses = await Promise.all(
      [-301, -299, 299, 301].map((skew) => send(door(process), '{}', 'application/json', nowSeconds + skew)),
    );

    assert.deepEqual(
      statuses.map((answer) => answer.status),
      [401, 200, 200, 401],
    );
  });

  it('checks the raw bytes, whatever the headers are called', async () => {
    const rawBody = '{"a":"值班"}';
    const process = async ({ ack }: ReceiverEvent): Promise<void> => ack();
    const signed = peer.sign(rawBody, nowSeconds);
    const headers = {
      'X-Slack-Request-Timestamp': signed['x-slack-request-timestamp'],
      'X-Slack-Signature': [signed['x-slack-signature'] ?? ''],
      'Content-Type': 'application/json',
    };

    assert.equal((await answerHttp(door(process), Buffer.from(rawBody), headers)).status, 200);
    assert.equal((await answerHttp(door(process), `${rawBody} `, headers)).status, 401);
  });

  it('reads events, interactions and commands', async () => {
    const seen: unknown[] = [];
    const process = async ({ body, ack, retryNum }: ReceiverEvent): Promise<void> => {
      seen.push([body.type ?? body.command, retryNum]);
      await ack();
    };
    const form = 'application/x-www-form-urlencoded';

    await send(door(process), '{"type":"event_callback"}', 'application/json', nowSeconds, { 'x-slack-retry-num': '2' });
    await send(door(process), new URLSearchParams({ payload: '{"type":"block_actions"}' }).toString(), form);
    await send(door(process), new URLSearchParams({ command: '/zhiban', text: 'x' }).toString(), form);

    assert.deepEqual(seen, [
      ['event_callback', 2],
      ['block_actions', undefined],
      ['/zhiban', undefined],
    ]);
  });

  it('answers with the ack at once, with nothing when there is none in time, and with 500 when it breaks', async () => {
    const never = (): Promise<void> => new Promise(() => undefined);
    const acked = await send(
      door(async ({ ack }) => ack({ response_action: 'errors', errors: { a: 'b' } })),
      '{}',
    );
    const late = await send(door(never, 5), '{}');
    const broken = await send(
      door(() => Promise.reject(new Error('x'))),
      '{}',
    );

    assert.deepEqual(JSON.parse(acked.body), { response_action: 'errors', errors: { a: 'b' } });
    assert.deepEqual([late.status, late.body, broken.status], [200, '', 500]);
  });

  it('refuses what is too large, what it cannot read, and what comes too early', async () => {
    const statuses = [
      await send(door(null), `"${'x'.repeat(1_048_577)}"`),
      await send(door(null), 'not json'),
      await send(door(null), '[]'),
      await send(door(null), '{}'),
    ];

    assert.deepEqual(
      statuses.map((answer) => answer.status),
      [413, 400, 400, 503],
    );
  });
});
