/** Mail as an alert source, sent by a real client over SMTP, in the clear and with TLS. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import nodemailer from 'nodemailer';
import { alertSourcesConfig } from '../../../src/config/alert-sources.ts';
import { isAmong } from '../../../src/intake/feeds/email.ts';
import type { Store } from '../../../src/store/contract.ts';
import { until } from '../../support/child.ts';
import { openMemoryStore } from '../../support/fresh-database.ts';
import { freePort } from '../../support/peers.ts';
import { selfSigned } from '../../support/self-signed.ts';
import { systemClock } from '../../support/system-clock.ts';
import { stopIntakes } from '../desk.ts';
import { openStation } from './station.ts';

const limits = { timeout: 240_000 };
const password = 'mail-source-password-1';
const [from, to] = ['zabbix@example.com', 'alerts@zhiban.example.com'];
let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(async () => {
  await stopIntakes();
  await store.close();
});

/** The reply's code where it is refused. */
async function send(options: object, subject: string, change: object = {}): Promise<string> {
  const transport = nodemailer.createTransport({ host: '127.0.0.1', ...options });
  try {
    const sent = await transport.sendMail({ from, to, subject, text: 'Host: web-1\nSeverity: High', ...change });
    return sent.response.slice(0, 3);
  } catch (error) {
    return String(Reflect.get(Object(error), 'responseCode') ?? Reflect.get(Object(error), 'code'));
  } finally {
    transport.close();
  }
}

test('runEmail() makes alerts of mails and their ends, and keeps what it can’t understand', limits, async () => {
  const port = await freePort();
  const station = await openStation(store, [{ name: 'mail', kind: 'email', host: '127.0.0.1', port, recipients: [to] }]);
  await station.untilUp('mail');
  const line = { port, ignoreTLS: true };

  const codes = [
    await send(line, 'Problem: High CPU on web-1'),
    await send(line, '** PROBLEM Service Alert: web-2/HTTP is CRITICAL **'),
    await send(line, 'Minutes of Monday'),
    await send(line, 'Resolved in 5m: High CPU on web-1'),
  ];
  await until(async () => (await station.desk.alerts()).some(({ status }) => status === 'resolved'), 'one has ended', 60_000);
  const alerts = await station.desk.alerts();
  const unread = await station.desk.store.unread.list({ limit: 9 });
  const [view] = (await station.sources.desk.list(station.desk.as({ id: 'v', name: 'V', roles: ['viewer'], identities: {} }))).filter(
    ({ kind }) => kind === 'email',
  );
  await station.close();

  assert.deepEqual(codes, ['250', '250', '250', '250']);
  assert.deepEqual(alerts.map(({ labels, status }) => [labels.alertname, labels.instance, status]).sort(), [
    ['HTTP', 'web-2', 'firing'],
    ['High CPU on web-1', 'web-1', 'resolved'],
  ]);
  assert.deepEqual(
    unread.map(({ source, times }) => [source, times]),
    [['email/mail', 1]],
  );
  assert.match(unread[0]?.body ?? '', /Minutes of Monday/);
  assert.deepEqual([view?.received, view?.alerts, view?.failed, view?.address], [4, 3, 1, `smtp 127.0.0.1:${port} ${to}`]);
});

test('runEmail() lets in who may: address, password, TLS, size and pace', limits, async () => {
  const port = await freePort();
  const certificate = selfSigned();
  const source = {
    ...{ name: 'mail', kind: 'email', host: '127.0.0.1', port, recipients: ['@zhiban.example.com'], senders: ['@example.com'] },
    ...{ login: { username: 'zabbix', password: { env: 'P' } }, tls: certificate.files, sizeMaxKb: 16, perMinuteMax: 2 },
  };
  const station = await openStation(store, [source], { resolveSecret: () => password });
  await station.untilUp('mail');
  const line = { port, requireTLS: true, tls: { ca: certificate.cert, servername: 'localhost' }, auth: { user: 'zabbix', pass: password } };

  const codes = {
    clear: await send({ port, ignoreTLS: true }, 'Problem: a'),
    wrongPassword: await send({ ...line, auth: { user: 'zabbix', pass: 'no' } }, 'Problem: a'),
    noPassword: await send({ ...line, auth: undefined }, 'Problem: a'),
    stranger: await send(line, 'Problem: a', { from: 'x@elsewhere.org' }),
    nobody: await send(line, 'Problem: a', { to: 'x@elsewhere.org' }),
    large: await send(line, 'Problem: a', { text: 'x'.repeat(40_000) }),
    first: await send(line, 'Problem: a'),
    second: await send(line, 'Problem: b'),
    tooMany: await send(line, 'Problem: c'),
  };
  await until(async () => (await station.names()).length === 2, 'two are taken', 60_000);
  await station.close();
  certificate.remove();

  assert.deepEqual(codes, {
    ...{ clear: '530', wrongPassword: '535', noPassword: '530', stranger: '550', nobody: '550', large: '552' },
    ...{ first: '250', second: '250', tooMany: '451' },
  });
});

test('a password without TLS, and a mailbox that is none, are refused in the configuration', () => {
  const base = { name: 'mail', kind: 'email', recipients: [to] };

  assert.throws(
    () => alertSourcesConfig.parse([{ ...base, login: { username: 'z', password: { env: 'P' } } }]),
    /must not travel in the clear/,
  );
  assert.throws(() => alertSourcesConfig.parse([{ ...base, recipients: ['everybody'] }]), /expected an address/);
});

test('isAmong() knows addresses and domains in any case', () => {
  const known = ['Alerts@Example.com', '@ops.example.com'];

  assert.deepEqual(
    ['alerts@example.com', 'any@OPS.example.com', 'x@example.com', 'ops.example.com', 'x@evil-ops.example.com'].map((each) =>
      isAmong(known, each),
    ),
    [true, true, false, false, false],
  );
});
