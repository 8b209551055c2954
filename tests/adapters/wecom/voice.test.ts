import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createWecomVoice } from '../../../src/adapters/wecom/voice.ts';
import { describeVoice } from '../../contracts/voice.ts';
import { prepareVoice, wordsOf } from '../../peers/voice/prepare.ts';
import { wecomKey, wecomPeer } from '../../peers/voice/vendors.ts';
import { systemClock } from '../../support/system-clock.ts';

const context = { clock: systemClock, source: 'https://zhiban.example.com' };
const address = `https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=${wecomKey}`;

describeVoice({
  name: 'wecom',
  limitedFor: 'own',
  prepare: () =>
    prepareVoice({
      peer: wecomPeer(),
      destination: 'ops',
      open: (apiUrl) => createWecomVoice({ ops: { webhook: { env: 'W' }, apiUrl } }, () => address, context),
      read: (body) => wordsOf(JSON.parse(body)),
      faults: {
        limited: { status: 200, body: JSON.stringify({ errcode: 45009, errmsg: 'api freq out of limit' }) },
        broken: { status: 200, body: JSON.stringify({ errcode: -1, errmsg: 'system busy' }) },
        refused: { status: 200, body: JSON.stringify({ errcode: 93000, errmsg: `invalid webhook url ${wecomKey}` }) },
      },
      secrets: [wecomKey],
      calls: ['<@', '](http://evil', '<b>', '@all'],
    }),
});

it('createWecomVoice() refuses an address that is not WeCom’s, without showing it', () => {
  const open = () => createWecomVoice({ ops: { webhook: { env: 'W' } } }, () => `https://evil.test/send?key=${wecomKey}`, context);

  assert.throws(open, (error: Error) => /qyapi\.weixin\.qq\.com/.test(error.message) && !error.message.includes(wecomKey));
});
