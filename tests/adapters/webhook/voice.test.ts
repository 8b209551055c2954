import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createWebhookVoice } from '../../../src/adapters/webhook/voice.ts';
import { sampleAnnouncement } from '../../contracts/announcements.ts';
import { describeVoice } from '../../contracts/voice.ts';
import { prepareVoice, wordsOf } from '../../peers/voice/prepare.ts';
import { webhookPeer, webhookSecret } from '../../peers/voice/vendors.ts';
import { systemClock } from '../../support/system-clock.ts';

const context = { clock: systemClock, source: 'https://zhiban.example.com' };
const open = (base: string) => createWebhookVoice({ soc: { url: `${base}/events`, secret: { env: 'S' } } }, () => webhookSecret, context);

describeVoice({
  name: 'webhook',
  limitedFor: 'as-told',
  prepare: () =>
    prepareVoice({
      peer: webhookPeer(),
      destination: 'soc',
      open,
      read: (body) => wordsOf(JSON.parse(body)),
      faults: {
        limited: { status: 429, body: '{}', headers: { 'retry-after': '7' } },
        broken: { status: 503, body: `upstream is away, secret ${webhookSecret}` },
        refused: { status: 410, body: 'gone' },
      },
      secrets: [webhookSecret],
      // Machines read it: nothing in a JSON string calls anybody.
      calls: [],
    }),
});

it('says a CloudEvent whose id stays over retries, so that a receiver can tell a repeat', async () => {
  const peer = webhookPeer();
  const voice = open(await peer.start());
  peer.faults.push('lost');

  await voice.say('soc', [], sampleAnnouncement()).catch(() => undefined);
  await voice.say('soc', [], sampleAnnouncement());
  await peer.stop();

  const [first, second] = peer.accepted;
  const { data, ...event } = JSON.parse(second?.body ?? '{}');
  assert.equal(first?.headers['webhook-id'], second?.headers['webhook-id']);
  assert.match(second?.headers['content-type'] ?? '', /^application\/cloudevents\+json/);
  assert.deepEqual(event, {
    specversion: '1.0',
    id: 'dlv_01j0000000abcdefgh',
    source: 'https://zhiban.example.com',
    type: 'zhiban.incident.approval',
    subject: 'ZB-42',
    time: '2026-11-21T03:14:00.000Z',
    datacontenttype: 'application/json',
  });
  assert.deepEqual([data.code, data.severity, data.plan.state, data.verdict.causes[0].confidence], ['ZB-42', 'critical', 'pending', 0.95]);
});

it('createWebhookVoice() doesn’t follow a redirect to elsewhere', async () => {
  const peer = webhookPeer();
  const voice = open(await peer.start());
  peer.faults.push({ status: 307, body: '', headers: { location: 'http://127.0.0.1:9/' } });

  await assert.rejects(voice.say('soc', [], sampleAnnouncement()), { kind: 'format', platformCode: '307' });
  await peer.stop();
});
