/** The vendors' group robots and a receiver of Standard Webhooks, as their documents have them: keys, signatures, sizes, limits, codes. */

import { createHmac } from 'node:crypto';
import { HttpPeer, type PeerAnswer, type PeerRequest } from './http-peer.ts';

export const wecomKey = '693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa';
export const dingtalkToken = '3f1d2c0b9a8e7f6d5c4b3a2918f7e6d5c4b3a291';
export const dingtalkSecret = 'SECf0e1d2c3b4a5968778695a4b3c2d1e0f';
export const feishuHook = 'b1a2c3d4-e5f6-4789-a0b1-c2d3e4f5a6b7';
export const feishuSecret = 'FeishuSignSecret0123456789';
export const slackPath = 'T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX';
export const webhookSecret = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`;

const perMinute = 20;

const json = (body: unknown, status = 200): PeerAnswer => ({ status, body: JSON.stringify(body) });
const codeOf = (answer: PeerAnswer): unknown => {
  const said: unknown = JSON.parse(answer.body);
  return Reflect.get(Object(said), 'errcode') ?? Reflect.get(Object(said), 'code');
};

/** At most twenty a minute; the twenty-first closes the robot, as DingTalk does. */
function limiter(): () => boolean {
  const times: number[] = [];
  return () => {
    const now = Date.now();
    while ((times[0] ?? now) < now - 60_000) times.shift();
    times.push(now);
    return times.length <= perMinute;
  };
}

export function wecomPeer(): HttpPeer {
  const isFree = limiter();
  return new HttpPeer(
    ({ url, body }) => {
      if (url.pathname !== '/cgi-bin/webhook/send' || url.searchParams.get('key') !== wecomKey) {
        return json({ errcode: 93000, errmsg: `invalid webhook url, key ${url.searchParams.get('key')}` });
      }
      const message = Object(JSON.parse(body));
      const content: unknown = message.markdown?.content;
      if (message.msgtype !== 'markdown' || typeof content !== 'string') return json({ errcode: 40008, errmsg: 'invalid message type' });
      if (Buffer.byteLength(content) > 4_096) return json({ errcode: 40058, errmsg: 'markdown.content exceed max length 4096' });
      return isFree() ? json({ errcode: 0, errmsg: 'ok' }) : json({ errcode: 45009, errmsg: 'api freq out of limit' });
    },
    (answer) => codeOf(answer) === 0,
  );
}

export function dingtalkPeer(): HttpPeer {
  const isFree = limiter();
  return new HttpPeer(
    (request) => {
      const { url, body } = request;
      if (url.searchParams.get('access_token') !== dingtalkToken) return json({ errcode: 300001, errmsg: 'token is not exist' });
      if (!isDingtalkSigned(request)) return json({ errcode: 310000, errmsg: 'sign not match, more: [https://ding-doc.dingtalk.com]' });
      const { msgtype, markdown } = Object(JSON.parse(body));
      if (msgtype !== 'markdown' || !markdown?.title || !markdown?.text) return json({ errcode: 40035, errmsg: 'missing parameter' });
      if (Buffer.byteLength(body) > 20_000) return json({ errcode: 460101, errmsg: 'message is too long' });
      return isFree() ? json({ errcode: 0, errmsg: 'ok' }) : json({ errcode: 130101, errmsg: 'send too fast, exceed 20 times per minute' });
    },
    (answer) => codeOf(answer) === 0,
  );
}

function isDingtalkSigned({ url }: PeerRequest): boolean {
  const timestamp = url.searchParams.get('timestamp') ?? '';
  const expected = createHmac('sha256', dingtalkSecret).update(`${timestamp}\n${dingtalkSecret}`).digest('base64');
  return Math.abs(Date.now() - Number(timestamp)) < 3_600_000 && url.searchParams.get('sign') === expected;
}

export function feishuPeer(): HttpPeer {
  return new HttpPeer(
    ({ url, body }) => {
      if (url.pathname !== `/open-apis/bot/v2/hook/${feishuHook}`)
        return json({ code: 19001, msg: 'param invalid: incoming webhook access token invalid' });
      const message = Object(JSON.parse(body));
      const expected = createHmac('sha256', `${message.timestamp}\n${feishuSecret}`).update('').digest('base64');
      const isFresh = Math.abs(Date.now() / 1_000 - Number(message.timestamp)) < 3_600;
      if (!isFresh || message.sign !== expected)
        return json({ code: 19021, msg: 'sign match fail or timestamp is not within one hour from current time' });
      if (Buffer.byteLength(body) > 20_480) return json({ code: 9499, msg: 'Bad Request' }, 400);
      if (message.msg_type !== 'interactive' || message.card?.schema !== '2.0') return json({ code: 9499, msg: 'Bad Request' }, 400);
      return json({ code: 0, msg: 'success', data: {} });
    },
    (answer) => codeOf(answer) === 0,
  );
}

export function slackHookPeer(): HttpPeer {
  return new HttpPeer(
    ({ url, body }) => {
      if (url.pathname !== `/services/${slackPath}`) return { status: 404, body: 'no_service' };
      const message = Object(JSON.parse(body));
      const blocks: readonly unknown[] = message.attachments?.[0]?.blocks ?? [];
      const tooLong = blocks.some((block) => String(Object(block).text?.text ?? '').length > 3_000);
      return blocks.length === 0 || blocks.length > 50 || tooLong ? { status: 400, body: 'invalid_blocks' } : { status: 200, body: 'ok' };
    },
    ({ status }) => status === 200,
  );
}

/** Verifies as the Standard Webhooks text says: id, time within five minutes, signature over all three. */
export function webhookPeer(): HttpPeer {
  return new HttpPeer(
    ({ url, headers, body }) => {
      if (url.pathname !== '/events') return json({ error: 'no such endpoint' }, 404);
      const [id, timestamp, signature] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
        String(headers[name] ?? ''),
      );
      const key = Buffer.from(webhookSecret.slice('whsec_'.length), 'base64');
      const expected = `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
      const isFresh = Math.abs(Date.now() / 1_000 - Number(timestamp)) < 300;
      return isFresh && signature === expected ? json({}, 202) : json({ error: 'bad signature' }, 401);
    },
    ({ status }) => status === 202,
  );
}
