import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aboutMail, type MailWords } from '../../../src/intake/feeds/about-mail.ts';

const mail = (subject: string, fields: MailWords['fields'] = {}): MailWords => ({ subject, text: '', fields, from: 'a@example.com' });

/** Subjects as the tools write them: name, state, severity, host, service. */
const subjects = [
  ['** PROBLEM Service Alert: web-1/HTTP is CRITICAL **', ['HTTP', 'problem', 'critical', 'web-1', 'HTTP']],
  ['** RECOVERY Service Alert: web-1/HTTP is OK **', ['HTTP', 'ok', null, 'web-1', 'HTTP']],
  ['** PROBLEM Host Alert: web-1 is DOWN **', ['host', 'problem', 'critical', 'web-1', null]],
  ['[FIRING:2] HighLatency (api critical)', ['HighLatency', 'problem', 'critical', null, null]],
  ['[RESOLVED] HighLatency (api)', ['HighLatency', 'ok', null, null, null]],
  ['ALARM: "cpu-high" in Asia Pacific (Singapore)', ['cpu-high', 'problem', null, null, null]],
  ['OK: "cpu-high" in Asia Pacific (Singapore)', ['cpu-high', 'ok', null, null, null]],
  ['monit alert --  Does not exist nginx', ['monit', 'problem', null, null, 'nginx']],
  ['monit alert --  Exists nginx', ['monit', 'ok', null, null, 'nginx']],
  ['SMART error (CurrentPendingSector) detected on host: db-1', ['SMART CurrentPendingSector', 'problem', 'warning', 'db-1', null]],
  ['DegradedArray event on /dev/md0:db-1', ['mdadm /dev/md0', 'problem', 'critical', 'db-1', '/dev/md0']],
  ['RebuildFinished event on /dev/md0:db-1', ['mdadm /dev/md0', 'ok', null, 'db-1', '/dev/md0']],
  ['Cron <root@db-1> /usr/local/bin/backup', ['cron /usr/local/bin/backup', 'problem', 'warning', 'db-1', 'cron']],
  ['Re: UPS battery critical', ['UPS battery', 'problem', 'critical', null, null]],
  ['UPS battery back to normal', ['UPS battery', 'ok', null, null, null]],
  ['【告警】订单库磁盘 2026-11-21 10:00:00', ['订单库磁盘', 'problem', null, null, null]],
  ['【恢复】订单库磁盘 2026-11-21 10:20:00', ['订单库磁盘', 'ok', null, null, null]],
] as const;

for (const [subject, expected] of subjects) {
  test(`aboutMail() understands “${subject}”`, () => {
    const about = aboutMail(mail(subject));

    assert.deepEqual([about?.name, about?.state, about?.severity, about?.host, about?.service], expected);
  });
}

test('aboutMail() reads host and severity of Zabbix in the text', () => {
  const problem = aboutMail(mail('Problem: High CPU on web-1', { host: 'web-1', severity: 'High' }));
  const ended = aboutMail(mail('Resolved in 5m 3s: High CPU on web-1', { host: 'web-1', severity: 'High' }));
  const chinese = aboutMail(mail('故障：CPU 使用率过高', { 主机: 'web-1', 级别: '严重' }));

  assert.deepEqual(problem, { name: 'High CPU on web-1', state: 'problem', severity: 'critical', host: 'web-1', service: null });
  assert.deepEqual([ended?.name, ended?.state], ['High CPU on web-1', 'ok']);
  assert.deepEqual([chinese?.name, chinese?.severity, chinese?.host], ['CPU 使用率过高', 'critical', 'web-1']);
});

for (const subject of ['Minutes of Monday', '周报', 'Lunch?', '']) {
  test(`aboutMail() makes no alert of “${subject}”`, () => {
    assert.equal(aboutMail(mail(subject)), null);
  });
}
