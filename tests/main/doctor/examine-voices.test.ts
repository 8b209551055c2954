import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEmailVoice } from '../../../src/adapters/email/voice.ts';
import { createWebhookVoice } from '../../../src/adapters/webhook/voice.ts';
import { runDoctor } from '../../../src/main/doctor/doctor.ts';
import { examineGivenUp, examineVoices } from '../../../src/main/doctor/examine-voices.ts';
import { MailPeer, mailPassword, mailUser } from '../../peers/voice/mail-peer.ts';
import { systemClock } from '../../support/system-clock.ts';

test('examineVoices() asks the mail server for a login, and doesn’t pretend to know what only a message can tell', async (t) => {
  const peer = new MailPeer();
  const server = { host: 'localhost', port: await peer.start(), secure: false, requireTls: true, caFile: peer.caFile };
  const config = { ...server, user: mailUser, password: { env: 'P' }, from: 'a@example.com', to: ['b@example.com'], digest: 0 };
  const voices = [
    createEmailVoice(config, () => mailPassword),
    createEmailVoice(config, () => 'wrong'),
    createWebhookVoice({ soc: { url: 'https://a.test' } }, () => '', { clock: systemClock, source: '' }),
  ];
  t.after(() => Promise.all([...voices.map((voice) => voice.close()), peer.stop()]));

  const checks = await runDoctor(examineVoices(voices));

  assert.deepEqual(
    checks.map(({ id, level }) => [id, level]),
    [
      ['voice:email', 'ok'],
      ['voice:email', 'fail'],
      ['voice:webhook', 'ok'],
    ],
  );
  assert.match(checks[1]?.advice?.en ?? '', /user and password/);
  assert.match(checks[2]?.text.en ?? '', /tried with the first message/);
});

test('examineGivenUp() says what could not be said, and what to do about it', async () => {
  const check = async (lines: number, announcements: number) =>
    (await runDoctor([examineGivenUp(async () => ({ unread: {}, alerts: 0, lines, announcements }))]))[0];

  assert.equal((await check(0, 0))?.level, 'ok');
  assert.deepEqual([(await check(2, 1))?.level, (await check(2, 1))?.text.en], ['warn', '3 given up']);
  assert.match((await check(0, 1))?.advice?.en ?? '', /zhiban deliveries replay --all/);
  const [held] = await runDoctor([examineGivenUp(async () => ({ unread: {}, alerts: 2, lines: 0, announcements: 0 }))]);
  assert.deepEqual([held?.id, held?.level], ['inbox', 'warn']);
});
