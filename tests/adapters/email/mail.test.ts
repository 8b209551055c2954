import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mailOf } from '../../../src/adapters/email/mail.ts';
import { sampleAnnouncement, sampleNotice } from '../../contracts/announcements.ts';

const envelope = { from: 'Zhiban <zhiban@example.com>', to: ['sre@example.com'] };

test('mailOf() escapes what came from elsewhere, in text and attributes', () => {
  const notice = sampleNotice({ title: '<img src=x onerror=alert(1)>', link: 'https://a.test/?q="><script>' });

  const { html } = mailOf(sampleAnnouncement({ notices: [notice], title: '</title><script>' }), envelope);

  assert.doesNotMatch(html, /<img|<script/);
});

test('mailOf() keeps a subject on one line and marks what is critical', () => {
  const mail = mailOf(sampleAnnouncement({ title: 'a\r\nBcc: evil@example.com' }), envelope);

  assert.equal(mail.subject, 'a Bcc: evil@example.com');
  assert.equal(mail.headers.Importance, 'high');
});

test('mailOf() names the rest of a digest beyond a hundred', () => {
  const mail = mailOf(sampleAnnouncement({ notices: Array.from({ length: 130 }, () => sampleNotice()) }), envelope);

  assert.match(mail.text, /30 more in the console https:\/\/zhiban\.example\.com\/incidents$/);
  assert.equal(mail.html.match(/class="box"/g)?.length, 100);
});
