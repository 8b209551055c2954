/** SNMP traps as an alert source, sent by the real snmptrap. */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { runTrap } from '../../../src/intake/feeds/trap.ts';
import { trapRecord } from '../../../src/intake/feeds/trap-record.ts';
import type { Store } from '../../../src/store/contract.ts';
import { until } from '../../support/child.ts';
import { openMemoryStore } from '../../support/fresh-database.ts';
import { freePort } from '../../support/peers.ts';
import { systemClock } from '../../support/system-clock.ts';
import { stopIntakes } from '../desk.ts';
import { openStation, type Station } from './station.ts';

const run = promisify(execFile);
const linkDown = '1.3.6.1.6.3.1.1.5.3';
const linkUp = '1.3.6.1.6.3.1.1.5.4';
const index = ['1.3.6.1.2.1.2.2.1.1.7', 'i', '7', '1.3.6.1.2.1.2.2.1.2.7', 's', 'Gi0/7'];

describe('runTrap()', { timeout: 240_000 }, () => {
  let store: Store;
  let station: Station;
  let to: string;

  before(async () => {
    store = await openMemoryStore(systemClock);
    const port = await freePort();
    to = `127.0.0.1:${port}`;
    const users = [{ name: 'watch', auth: { protocol: 'sha', key: { env: 'KEY' } }, privacy: { protocol: 'aes', key: { env: 'KEY' } } }];
    const source = { name: 'dev', kind: 'trap', host: '127.0.0.1', port, communities: [{ env: 'COMMUNITY' }], users };
    const resolveSecret = (ref: object) => ('env' in ref && ref.env === 'KEY' ? 'a-long-enough-key' : 'the-community');
    station = await openStation(store, [source], { resolveSecret });
    await station.untilUp('dev');
  });
  after(async () => {
    await station?.close();
    await stopIntakes();
    await store?.close();
  });

  const alertsOf = async (status: 'firing' | 'resolved') => (await station.desk.alerts()).filter((alert) => alert.status === status);

  test('opens for linkDown of version 2c and ends with linkUp of version 1', async () => {
    await run('snmptrap', ['-v', '2c', '-c', 'the-community', to, '', linkDown, ...index]);
    await until(async () => (await alertsOf('firing')).length === 1, 'the link is down', 60_000);
    const [down] = await alertsOf('firing');
    await run('snmptrap', ['-v', '1', '-c', 'the-community', to, '1.3.6.1.4.1.9', '127.0.0.1', '3', '0', '', ...index]);
    await until(async () => (await alertsOf('resolved')).length === 1, 'the link is up again', 60_000);

    assert.deepEqual(
      [down?.labels.alertname, down?.labels.ifDescr, down?.labels.instance, down?.labels.trap],
      ['linkDown', 'Gi0/7', '127.0.0.1', linkDown],
    );
    assert.doesNotMatch(JSON.stringify(down), /the-community/);
    assert.equal(linkUp.length, linkDown.length);
  });

  test('takes version 3 with its keys, and neither wrong keys nor a wrong community', async () => {
    const secure = (key: string) => [
      '-v',
      '3',
      '-e',
      '0x8000000001020304',
      '-u',
      'watch',
      '-l',
      'authPriv',
      '-a',
      'SHA',
      '-A',
      key,
      '-x',
      'AES',
      '-X',
      key,
    ];
    const upsOnBattery = '1.3.6.1.2.1.33.2.0.1';
    await run('snmptrap', [...secure('a-wrong-long-key'), to, '', '1.3.6.1.4.1.1.0.1']);
    await run('snmptrap', ['-v', '2c', '-c', 'wrong', to, '', '1.3.6.1.4.1.1.0.2']);
    await run('snmptrap', [...secure('a-long-enough-key'), to, '', upsOnBattery, '1.3.6.1.2.1.33.1.2.2.0', 'i', '42']);
    await until(async () => (await station.names()).includes(upsOnBattery), 'the trap of version 3 is there', 60_000);

    const names = await station.names();
    assert.ok(!names.some((name) => name.startsWith('1.3.6.1.4.1.1.0')), names.join());
    assert.ok(station.sources.tallies.of('trap/dev').leftOut >= 2);
    assert.equal(typeof runTrap, 'function');
  });

  test('trapRecord() shows bytes that are no text as hexadecimal, and bounds all', () => {
    const varbinds = [
      { oid: '1.3.6.1.6.3.1.1.4.1.0', type: 6, value: '1.2.3' },
      { oid: '1.1', type: 4, value: Buffer.from([0, 255]) },
      { oid: '1.2', type: 4, value: Buffer.alloc(5_000, 'a') },
    ];
    const record = trapRecord({ pdu: { varbinds }, rinfo: { address: '10.0.0.1' } });

    assert.deepEqual([record.name, record.values['1.1'], String(record.values['1.2']).length], ['1.2.3', '00ff', 1_000]);
  });
});
