import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { ParsedMail } from 'mailparser';
import type { EmailConfig } from '../../../src/adapters/email/config.ts';
import { createEmailVoice } from '../../../src/adapters/email/voice.ts';
import { sampleAnnouncement, sampleNotice } from '../../contracts/announcements.ts';
import { describeVoice, type PreparedVoice } from '../../contracts/voice.ts';
import { type MailFault, MailPeer, mailPassword, mailUser } from '../../peers/voice/mail-peer.ts';

const from = 'Zhiban <zhiban@example.com>';

function configOf(peer: MailPeer, port: number, change: Partial<EmailConfig> = {}): EmailConfig {
  const server = { host: 'localhost', port, secure: false, requireTls: true, caFile: peer.caFile };
  return { ...server, user: mailUser, password: { env: 'P' }, from, to: ['sre@example.com'], digest: 0, ...change };
}

const faults: Readonly<Record<'limited' | 'broken' | 'refused' | 'lost', MailFault>> = {
  limited: { code: 451, text: '4.7.1 Greylisted, try again later' },
  broken: { code: 421, text: '4.3.0 Temporary system problem' },
  refused: { code: 550, text: `5.1.1 No such user, password ${mailPassword}` },
  lost: 'lost',
};

function textOf(mail: ParsedMail): string {
  return [mail.subject, mail.text, mail.html].join('\n');
}

async function prepare(): Promise<PreparedVoice> {
  const peer = new MailPeer();
  const port = await peer.start();
  return {
    voice: createEmailVoice(configOf(peer, port), () => mailPassword),
    destination: 'email',
    said: () => peer.mails.map(textOf),
    fail: (fault) => void peer.faults.push(faults[fault]),
    secrets: [mailPassword, Buffer.from(mailPassword).toString('base64')],
    calls: ['<b>bold</b></p>', '<a href="http://evil', '<img'],
    stop: () => peer.stop(),
  };
}

describeVoice({ name: 'email', limitedFor: 'own', prepare });

it('createEmailVoice() writes a mail that programs can thread, that is answered by no robot, and that a phone can show', async () => {
  const peer = new MailPeer();
  const voice = createEmailVoice(configOf(peer, await peer.start()), () => mailPassword);

  await voice.say('email', ['night@example.com'], sampleAnnouncement({ locale: 'zh-CN' }));
  await voice.say('email', [], sampleAnnouncement({ id: 'dlv_2', notices: [sampleNotice({ moment: 'resolved' })] }));
  await voice.close();
  await peer.stop();

  const [first, second] = peer.mails;
  assert.equal(first?.subject, '🙋 等待审批 · ZB-42 orders-db：连接数已用尽');
  assert.deepEqual(
    [first?.to, second?.to].map((to) => Object(to).text),
    ['night@example.com', 'sre@example.com'],
  );
  assert.equal(first?.messageId, '<dlv_01j0000000abcdefgh@example.com>');
  assert.equal(first?.references, second?.references);
  assert.equal(first?.headers.get('auto-submitted'), 'auto-generated');
  assert.match(String(first?.html), /<meta name="viewport"/);
  assert.match(first?.text ?? '', /下一步\n {2}等待审批（李华），04:12 前有效。/);
});

it('createEmailVoice() checks the server and the password without sending anything', async () => {
  const peer = new MailPeer();
  const port = await peer.start();
  const right = createEmailVoice(configOf(peer, port), () => mailPassword);
  const wrong = createEmailVoice(configOf(peer, port), () => 'another-password');

  assert.equal(await right.check(), true);
  await assert.rejects(
    wrong.check(),
    (error: Error) => Reflect.get(error, 'kind') === 'auth' && !error.message.includes('another-password'),
  );
  await right.close();
  await wrong.close();
  await peer.stop();

  assert.deepEqual(peer.mails, []);
});

it('createEmailVoice() sends nothing in the clear unless it may, and trusts no unknown certificate', async (t) => {
  const peer = new MailPeer({ hasTls: false });
  const strange = new MailPeer();
  const [port, strangePort] = [await peer.start(), await strange.start()];
  const careful = createEmailVoice(configOf(peer, port, { caFile: undefined }), () => mailPassword);
  const careless = createEmailVoice(configOf(peer, port, { caFile: undefined, requireTls: false }), () => mailPassword);
  const distrustful = createEmailVoice(configOf(strange, strangePort, { caFile: undefined }), () => mailPassword);
  t.after(() => Promise.all([careful.close(), careless.close(), distrustful.close(), peer.stop(), strange.stop()]));

  await assert.rejects(careful.say('email', [], sampleAnnouncement()), { name: 'ChatError' });
  await assert.rejects(distrustful.say('email', [], sampleAnnouncement()), { kind: 'transient' });
  await careless.say('email', [], sampleAnnouncement());

  assert.equal(peer.mails.length, 1);
  assert.equal(strange.mails.length, 0);
});
