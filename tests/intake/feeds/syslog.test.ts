/** Syslog as an alert source: what devices write, and the real `logger` over UDP and TCP. */

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { createPace } from '../../../src/intake/feeds/pace.ts';
import { parseSyslog } from '../../../src/intake/feeds/parse-syslog.ts';
import { isWanted } from '../../../src/intake/feeds/syslog.ts';
import { createFrames } from '../../../src/intake/feeds/syslog-frames.ts';
import type { Store } from '../../../src/store/contract.ts';
import { until } from '../../support/child.ts';
import { openMemoryStore } from '../../support/fresh-database.ts';
import { freePort } from '../../support/peers.ts';
import { selfSigned } from '../../support/self-signed.ts';
import { systemClock } from '../../support/system-clock.ts';
import { stopIntakes } from '../desk.ts';
import { openStation } from './station.ts';

const run = promisify(execFile);
const now = '2026-01-01T00:30:00.000Z';
let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(async () => {
  await stopIntakes();
  await store.close();
});

test('parseSyslog() reads both forms, and leaves what it does not know in the message', () => {
  const modern = parseSyslog(
    '<165>1 2026-01-01T00:00:00.003+08:00 db-1 mysqld 77 ID47 [a@1 x="1\\"2" y="z"][b@1] \uFEFFdisk full',
    now,
    '+08:00',
  );
  const old = parseSyslog('<34>Dec 31 23:14:15 core-1 su[99]: failed for root', now, '+08:00');
  const cisco = parseSyslog('<187>Jan  1 08:00:00: %LINK-3-UPDOWN: Interface Gi0/1, changed state to down', now, '+08:00');
  const plain = parseSyslog('something went wrong\n', now, '+08:00');

  assert.deepEqual(
    [modern.facility, modern.level, modern.time, modern.host, modern.app, modern.procId, modern.msgId, modern.message],
    ['local4', 'notice', '2025-12-31T16:00:00.003Z', 'db-1', 'mysqld', '77', 'ID47', 'disk full'],
  );
  assert.deepEqual(modern.data, { 'a@1': { x: '1"2', y: 'z' }, 'b@1': {} });
  assert.deepEqual([old.level, old.time, old.host, old.app, old.procId], ['crit', '2025-12-31T15:14:15.000Z', 'core-1', 'su', '99']);
  assert.deepEqual([cisco.level, cisco.app, cisco.time], ['err', '%LINK-3-UPDOWN', '2026-01-01T00:00:00.000Z']);
  assert.deepEqual([plain.format, plain.level, plain.message], ['plain', 'notice', 'something went wrong']);
});

test('createFrames() cuts by octets and by lines, in pieces of any size, and bounds what never ends', () => {
  const stream = Buffer.from('11 <13>a\nb c d<13>line one\n<13>line two\n9 <13>héé');
  for (const size of [1, 3, 1_000]) {
    const frames = createFrames();
    const found: string[] = [];
    for (let at = 0; at < stream.length; at += size) found.push(...frames.push(stream.subarray(at, at + size)));
    assert.deepEqual(found, ['<13>a\nb c d', '<13>line one', '<13>line two', '<13>héé'], String(size));
  }
  const endless = createFrames();
  assert.equal(endless.push(Buffer.alloc(200_000, 'a')).length, 1);
  assert.deepEqual(endless.push(Buffer.from('rest\n<13>next\n')), ['<13>next']);
  assert.deepEqual([...endless.push(Buffer.from('<13>cut')), ...endless.end()], ['<13>cut']);
});

test('isWanted() looks at level, facility, app and host; createPace() lets so many through a minute', () => {
  const record = parseSyslog('<34>1 - db-1 su - - - x', now, '+08:00');
  const all = { level: 'debug' as const, facilities: [], apps: [], hosts: [] };
  let at = 0;
  const pace = createPace(3, () => at);

  assert.equal(isWanted(record, { ...all }), true);
  for (const only of [{ level: 'alert' as const }, { facilities: ['mail' as const] }, { apps: ['sshd'] }, { hosts: ['db-2'] }])
    assert.equal(isWanted(record, { ...all, facilities: [], apps: [], hosts: [], ...only }), false);
  assert.deepEqual([pace.allow([1, 2]).length, pace.allow([3, 4]).length, pace.allow([5]).length], [2, 1, 0]);
  at = 60_000;
  assert.equal(pace.allow([1, 2, 3, 4]).length, 3);
});

test('runSyslog() takes what logger sends; a flood of what is no alert or the same alert opens nothing more', {
  timeout: 240_000,
}, async () => {
  const [udp, tcp] = [await freePort(), await freePort()];
  const listening = { udp: { host: '127.0.0.1', port: udp }, tcp: { host: '127.0.0.1', port: tcp } };
  const station = await openStation(store, [{ name: 'net', kind: 'syslog', ...listening, perMinuteMax: 50 }]);
  await station.untilUp('net');
  const logger = (...words: readonly string[]) => run('logger', ['--server', '127.0.0.1', ...words]);

  await logger('--udp', '--port', String(udp), '--rfc5424', '-t', 'mysqld', '-p', 'daemon.crit', 'table orders is full');
  await logger('--tcp', '--port', String(tcp), '--octet-count', '--rfc3164', '-t', 'sshd', '-p', 'auth.err', 'failed 17 times');
  await logger('--tcp', '--port', String(tcp), '--rfc3164', '-t', 'sshd', '-p', 'auth.err', 'failed 18 times');
  await logger('--tcp', '--port', String(tcp), '--rfc3164', '-t', 'cron', '-p', 'cron.info', 'ran');
  const tally = () => station.sources.tallies.of('syslog/net');
  await until(() => tally().received === 4, 'all came', 60_000);
  await until(async () => (await station.names()).length === 2, 'two are alerts', 60_000);
  const names = await station.names();
  await station.close();

  assert.deepEqual(names, ['mysqld crit', 'sshd err']);
  assert.deepEqual([tally().leftOut, tally().failed], [1, 0]);
});

/** As rsyslog does: one connection, frames by octets, closed once the other end has read it. */
async function sendByOpenssl(port: number, ca: string, own: readonly string[], text: string): Promise<boolean> {
  const words = ['s_client', '-connect', `127.0.0.1:${port}`, '-servername', 'localhost', '-CAfile', ca, '-verify_return_error', '-quiet'];
  const child = spawn('openssl', [...words, '-no_ign_eof', ...own], { stdio: ['pipe', 'ignore', 'ignore'] });
  child.stdin.on('error', () => undefined);
  child.stdin.end(text);
  const [code] = await once(child, 'exit');
  return code === 0;
}

test('runSyslog() over TLS takes what openssl sends with the certificate that is asked for, and nobody else’s', {
  timeout: 240_000,
}, async () => {
  const [server, sender, stranger] = [selfSigned(), selfSigned('sender'), selfSigned('stranger')];
  const port = await freePort();
  const tls = { host: '127.0.0.1', port, ...server.files, clientCaFile: sender.files.certFile };
  const station = await openStation(store, [{ name: 'safe', kind: 'syslog', tls }]);
  await station.untilUp('safe');
  const as = ({ files }: typeof sender): readonly string[] => ['-cert', files.certFile, '-key', files.keyFile];
  const frame = (text: string): string => `${Buffer.byteLength(text)} ${text}`;
  const message = (host: string, words: string): string => frame(`<11>1 2026-11-21T02:00:00Z ${host} mysqld 7 - - ${words}`);

  await sendByOpenssl(port, server.files.certFile, as(stranger), message('bad-1', 'let me in'));
  await sendByOpenssl(port, server.files.certFile, [], message('bad-2', 'me too'));
  await sendByOpenssl(port, server.files.certFile, as(sender), message('db-1', '表空间已满') + message('db-2', 'second of one connection'));
  const tally = () => station.sources.tallies.of('syslog/safe');
  await until(() => tally().received === 2, 'both came', 60_000);
  await until(async () => (await station.names()).length === 2, 'both are alerts', 60_000);
  const alerts = await station.desk.alerts();
  // A sender that speaks no TLS at all, and one that hangs up in the middle of it, end nobody else's.
  await once(connect(port, '127.0.0.1').end('<11>in the clear\n').resume(), 'close');
  await sendByOpenssl(port, server.files.certFile, as(sender), message('db-3', 'still there'));
  await until(() => tally().received === 3, 'it goes on', 60_000);
  await station.close();
  for (const each of [server, sender, stranger]) each.remove();

  assert.deepEqual(alerts.map(({ labels }) => labels.instance).sort(), ['db-1', 'db-2']);
  assert.ok(alerts.some(({ annotations }) => annotations.description === '表空间已满'));
});
