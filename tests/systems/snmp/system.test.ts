import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { checkSnmp } from '../../../src/systems/snmp/check.ts';
import { type SnmpEntry, snmpKind } from '../../../src/systems/snmp/system.ts';
import { contextOf, describeSystem } from '../../contracts/system.ts';
import { freePort } from '../../support/peers.ts';
import { community, type Snmpd, snmpClient, snmpdMissing, snmpEntry, startSnmpd } from './scene.ts';

const entry = { id: 'switch', kind: 'snmp', community: { env: 'C' } };

async function startSilentPeer(): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { port: socket.address().port, stop: () => new Promise((resolve) => socket.close(() => resolve())) };
}

describeSystem(snmpKind, {
  live: async () => {
    if (snmpdMissing !== null) return { skip: snmpdMissing };
    const snmpd = await startSnmpd();
    return {
      entry: { ...entry, address: snmpd.address },
      secrets: [community],
      resolveSecret: () => community,
      stop: () => snmpd.stop(),
    };
  },
  unreachable: {
    'a closed port': {
      start: async () => ({ entry: { ...entry, address: `127.0.0.1:${String(await freePort())}` }, resolveSecret: () => 'c' }),
      problem: 'refused',
    },
    'an unknown name': {
      start: () => Promise.resolve({ entry: { ...entry, address: 'no-such-host.invalid' }, resolveSecret: () => 'c' }),
      problem: 'dns',
    },
  },
  hanging: async () => {
    const peer = await startSilentPeer();
    return { entry: { ...entry, address: `127.0.0.1:${String(peer.port)}` }, resolveSecret: () => 'c', stop: () => peer.stop() };
  },
  sampleArguments: {},
});

describe('snmpKind', { skip: snmpdMissing ?? false }, () => {
  let snmpd: Snmpd;
  before(async () => {
    snmpd = await startSnmpd();
  });
  after(() => snmpd.stop());

  it('changes nothing, and wants exactly one way to log in', () => {
    const v3 = { user: 'u', authKey: { env: 'A' } };

    assert.deepEqual(snmpKind.actions, []);
    for (const more of [{ community: undefined }, { v3 }, { community: 'public' }, { address: 'a b' }])
      assert.equal(snmpKind.entry.safeParse({ ...entry, address: '10.0.0.1', ...more }).success, false, JSON.stringify(more));
    assert.equal(snmpKind.entry.safeParse({ id: 's', kind: 'snmp', address: '[::1]:1161', v3 }).success, true);
  });

  it('version 3 with authentication and privacy answers the same; a wrong key is told at once', async () => {
    const given = (more: object): SnmpEntry =>
      snmpEntry({ address: snmpd.address, v3: { user: 'watcher', authKey: { env: 'A' }, privacyKey: { env: 'P' }, ...more } });
    const look = async (one: SnmpEntry, secrets: Readonly<Record<string, string>>) =>
      snmpKind.probes[0]?.look(snmpClient(one, secrets), {}, contextOf(one, 15_000));

    const right = await look(given({}), { A: 'auth-key-of-it', P: 'privacy-key-of-it' });
    const wrong = await look(given({}), { A: 'another-auth-key', P: 'privacy-key-of-it' });
    const stranger = await look(given({ user: 'nobody' }), { A: 'auth-key-of-it', P: 'privacy-key-of-it' });

    assert.deepEqual([right?.status, right?.facts['device.name']], ['ok', 'device-1']);
    assert.deepEqual([wrong?.status, wrong?.problem, stranger?.problem], ['denied', 'auth', 'auth'], JSON.stringify([wrong, stranger]));
    assert.ok(!JSON.stringify([right, wrong, stranger]).includes('auth-key'));
  });

  it('doctor hears of a community that can write, and nothing is written to find out', async () => {
    const words = async (secret: string): Promise<string> =>
      (await checkSnmp(snmpClient(snmpd.entry, { C: secret }), contextOf(snmpd.entry, 10_000)))
        .map(({ level, text }) => `${level} ${text.en}`)
        .join('\n');

    assert.equal(await words(community), 'ok can be looked at: device-1');
    assert.match(await words('may-write-too'), /^ok can be looked at: device-1\nwarn this community or user can write/);
  });
});
