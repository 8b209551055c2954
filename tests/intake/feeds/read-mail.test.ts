import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readMail } from '../../../src/intake/feeds/read-mail.ts';

test('readMail() reads text in any encoding, the lines that name something, and leaves attachments out', async () => {
  const gbk = Buffer.from([0xd6, 0xf7, 0xbb, 0xfa, 0x3a, 0x20, 0x77, 0x65, 0x62, 0x2d, 0x31]).toString('base64');
  const source = [
    'From: =?utf-8?B?55uR5o6n?= <Zabbix@Example.com>',
    'To: alerts@zhiban.example.com, Ops <ops@zhiban.example.com>',
    'Subject: =?gbk?B?uebVzw==?= disk',
    'Date: Sat, 21 Nov 2026 10:00:00 +0800',
    'Message-ID: <1@example.com>',
    'X-Zabbix-Trigger-Id: 42',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain; charset=gbk',
    'Content-Transfer-Encoding: base64',
    '',
    gbk,
    '--b',
    'Content-Type: application/pdf; name=report.pdf',
    'Content-Disposition: attachment; filename=report.pdf',
    'Content-Transfer-Encoding: base64',
    '',
    'AAAA',
    '--b--',
  ].join('\r\n');

  const mail = await readMail(Buffer.from(source));

  assert.deepEqual(
    [mail.from, mail.fromName, mail.to],
    ['zabbix@example.com', '监控', ['alerts@zhiban.example.com', 'ops@zhiban.example.com']],
  );
  assert.deepEqual([mail.text, mail.fields, mail.date], ['主机: web-1', { 主机: 'web-1' }, '2026-11-21T02:00:00.000Z']);
  assert.equal(mail.headers['x-zabbix-trigger-id'], '42');
  assert.deepEqual(mail.attachments, [{ name: 'report.pdf', type: 'application/pdf', bytes: 3 }]);
});

test('readMail() takes the words of HTML, and bounds what never ends', async () => {
  const html = `<h1>Alert</h1><p>Host: web-1<br>Severity: High</p><script>x</script>${'<p>more</p>'.repeat(20_000)}`;

  const mail = await readMail(Buffer.from(`Subject: Problem: CPU\r\nContent-Type: text/html\r\n\r\n${html}`));

  assert.ok(mail.text.length <= 65_536);
  assert.deepEqual([mail.fields.host, mail.fields.severity, mail.from, mail.date], ['web-1', 'High', '', null]);
  assert.deepEqual(mail.about, { name: 'CPU', state: 'problem', severity: 'critical', host: 'web-1', service: null });
});
