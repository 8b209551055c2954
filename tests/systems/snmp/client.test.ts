import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { createSnmpClient, placeOf } from '../../../src/systems/snmp/client.ts';
import { failedLook, SnmpFailure } from '../../../src/systems/snmp/failure.ts';
import { knock } from '../../../src/systems/snmp/knock.ts';
import { freePort } from '../../support/peers.ts';
import { systemClock } from '../../support/system-clock.ts';
import { snmpEntry } from './scene.ts';

const signal = new AbortController().signal;

describe('placeOf()', () => {
  it('takes names, addresses and ports apart', () => {
    const given = ['switch-1', '10.0.0.1:1161', '[fe80::1]', '[::1]:1161'];

    assert.deepEqual(
      given.map((address) => Object.values(placeOf(address))),
      [
        ['switch-1', 161],
        ['10.0.0.1', 1161],
        ['fe80::1', 161],
        ['::1', 1161],
      ],
    );
  });
});

describe('createSnmpClient()', () => {
  it('a device that says nothing at all is unreachable, and told so in its time', async () => {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const entry = snmpEntry({ address: `127.0.0.1:${String(socket.address().port)}`, community: { env: 'C' } });
    const client = createSnmpClient(entry, { clock: systemClock, resolveSecret: () => 'the-secret' });

    const failure = await client.get(['1.3.6.1.2.1.1.5.0'], { timeoutMs: 8_000, signal }).catch((error: unknown) => error);
    socket.close();

    assert.ok(failure instanceof SnmpFailure && failure.problem === 'timed-out', String(failure));
    assert.ok(!String(failure).includes('the-secret'));
    assert.equal(failedLook(failure, 'snmpget')?.status, 'unreachable');
    assert.equal(failedLook(new TypeError('a defect'), 'snmpget'), null);
  });

  it('keeps counters of some minutes ago, and lets go of old ones', () => {
    const client = createSnmpClient(snmpEntry({ address: 'x', community: { env: 'C' } }), { clock: systemClock, resolveSecret: () => '' });
    const kept: (number | undefined)[] = [];
    for (const minute of [0, 0.5, 2, 10, 16, 60]) {
      client.remember({ atMs: minute * 60_000, columns: {} });
      kept.push((client.earlier()?.atMs ?? 0) / 60_000);
    }

    assert.deepEqual(kept, [0, 0, 0, 0, 2, 60]);
  });
});

describe('knock()', () => {
  it('hears of a closed port, and of nothing', async () => {
    assert.equal(await knock('127.0.0.1', await freePort(), { timeoutMs: 5_000, signal }), 'refused');
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    assert.equal(await knock('127.0.0.1', socket.address().port, { timeoutMs: 200, signal }), 'silent');
    socket.close();
  });
});
