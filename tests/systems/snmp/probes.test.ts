import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Column, Counters, SnmpValue } from '../../../src/systems/snmp/client.ts';
import { interfaceFacts } from '../../../src/systems/snmp/probes/interfaces.ts';
import { peerFacts } from '../../../src/systems/snmp/probes/peers.ts';
import { resourceFacts } from '../../../src/systems/snmp/probes/resources.ts';
import { sensorFacts } from '../../../src/systems/snmp/probes/sensors.ts';
import { upsFacts } from '../../../src/systems/snmp/probes/ups.ts';

/** Columns of one or more rows, by their place. */
function columns(given: Readonly<Record<string, readonly SnmpValue[]>>): Readonly<Record<string, Column>> {
  return Object.fromEntries(
    Object.entries(given).map(([name, values]) => [name, new Map(values.map((value, index) => [String(index + 1), value] as const))]),
  );
}

describe('interfaceFacts()', () => {
  const still = {
    admin: [1, 1, 2],
    oper: [1, 2, 2],
    type: [6, 6, 6],
    name: ['ge-0', 'ge-1', 'ge-2'],
    alias: ['uplink', '', ''],
    duplex: [2, 2, 3],
  };
  const reading = (atMs: number, more: Readonly<Record<string, readonly SnmpValue[]>>): Counters => ({
    atMs,
    columns: columns({ ...still, ...more }),
  });

  it('utilisation is of the busier direction, by the 64-bit counters; a port that is shut is not down', () => {
    const facts = interfaceFacts(
      reading(0, { highSpeed: [1_000, 1_000, 1_000], inOctets: [0, 5, 0], outOctets: [0, 0, 0] }),
      reading(10_000, { highSpeed: [1_000, 1_000, 1_000], inOctets: [100, 5, 0], outOctets: [1_187_500_000, 0, 0] }),
    );

    assert.deepEqual(
      [facts['busiest.interface'], facts['busiest.direction'], facts['busiest.utilisation']],
      ['ge-0 (uplink)', 'out', 0.95],
    );
    assert.deepEqual([facts['interfaces.down'], facts['interfaces.downName'], facts['duplex.half']], [1, 'ge-1', 1]);
  });

  it('a port that nobody named and that never carried a byte is unused, and one with a description is down', () => {
    const of = (alias: readonly string[]) => {
      const now = reading(0, { alias, inOctets: [9, 0, 0], outOctets: [9, 0, 0] });
      const facts = interfaceFacts(now, now);
      return [facts['interfaces.down'], facts['interfaces.unused'], facts['interfaces.downName']];
    };

    assert.deepEqual(of(['uplink', '', '']), [0, 1, '']);
    assert.deepEqual(of(['uplink', 'to the store', '']), [1, 0, 'ge-1 (to the store)']);
  });

  it('a port that carried traffic and was shut is named apart from those that failed', () => {
    const now = reading(0, { admin: [1, 1, 2], oper: [1, 1, 2], inOctets: [9, 9, 7], outOctets: [0, 0, 0] });

    const facts = interfaceFacts(now, now);

    assert.deepEqual([facts['interfaces.down'], facts['interfaces.shut'], facts['interfaces.shutNames']], [0, 1, 'ge-2']);
  });

  it('a counter that was reset has not grown; without a speed there is no utilisation', () => {
    const facts = interfaceFacts(
      reading(0, { inErrors: [900, 0, 0], inOctets32: [5, 0, 0] }),
      reading(60_000, { inErrors: [3, 0, 0], inOctets32: [900, 0, 0] }),
    );

    assert.deepEqual([facts['errors.perMinute'], facts['errors.interface'], facts['busiest.utilisation']], [0, '', 0]);
  });
});

describe('resourceFacts()', () => {
  it('does not count cache as used, nor what is no disk; a device that tells nothing gives null', () => {
    const storage = columns({
      type: ['1.3.6.1.2.1.25.2.1.4', '1.3.6.1.2.1.25.2.1.4', '1.3.6.1.2.1.25.2.1.3'],
      description: ['/', '/run/lock', 'Swap'],
      units: [4_096, 4_096, 1_024],
      size: [1_000, 10, 100],
      used: [900, 10, 100],
    });
    const memory = new Map<string, SnmpValue>([
      ['1.3.6.1.4.1.2021.4.5.0', 1_000],
      ['1.3.6.1.4.1.2021.4.6.0', 100],
      ['1.3.6.1.4.1.2021.4.14.0', 50],
      ['1.3.6.1.4.1.2021.4.15.0', 350],
    ]);

    const facts = resourceFacts(
      new Map([
        ['1', 90],
        ['2', 50],
      ] as const),
      storage,
      memory,
    );
    const none = resourceFacts(new Map(), {}, new Map());

    assert.deepEqual(
      [facts['cpu.busyRatio'], facts['memory.usedRatio'], facts['disks.fullest'], facts['disks.freeBytes']],
      [0.7, 0.5, '/', 409_600],
    );
    assert.deepEqual([none['cpu.busyRatio'], none['memory.usedRatio'], none['disks.usedRatio']], [null, null, null]);
  });
});

describe('sensorFacts()', () => {
  it('reads scale and precision, and counts no value of a sensor that has failed', () => {
    const facts = sensorFacts(
      columns({
        type: [8, 8, 10],
        scale: [9, 9, 9],
        precision: [1, 0, 0],
        value: [455, 99, 0],
        state: [1, 3, 2],
        name: ['CPU', 'Inlet', 'Fan'],
      }),
    );

    assert.deepEqual(
      [facts['sensors.celsius'], facts['sensors.hottest'], facts['sensors.failedName'], facts['sensors.stoppedFans']],
      [45.5, 'CPU', 'Inlet', 0],
    );
  });
});

describe('peerFacts()', () => {
  it('counts sessions that somebody wants and that are not established', () => {
    const peers = (values: readonly number[]) => new Map(values.map((value, index) => [`198.51.100.${String(index + 1)}`, value] as const));

    const facts = peerFacts({ state: peers([6, 3, 1]), admin: peers([2, 2, 1]), as: peers([64_500, 64_501, 64_502]) });

    assert.deepEqual(
      ['bgp.peers', 'bgp.down', 'bgp.downPeer', 'bgp.downState', 'bgp.downAs'].map((name) => facts[name]),
      [3, 1, '198.51.100.2', 'active', 64_501],
    );
    assert.deepEqual(peerFacts({})['bgp.down'], 0);
  });
});

describe('upsFacts()', () => {
  it('tells where the power comes from, and nothing of what is no UPS', () => {
    const facts = upsFacts(
      new Map<string, SnmpValue>([
        ['1.3.6.1.2.1.33.1.4.1.0', 5],
        ['1.3.6.1.2.1.33.1.2.1.0', 3],
        ['1.3.6.1.2.1.33.1.2.3.0', 17],
      ]),
    );

    assert.deepEqual(
      [facts['ups.source'], facts['ups.battery'], facts['ups.minutesLeft'], facts['ups.charge']],
      ['battery', 'low', 17, null],
    );
    assert.equal(upsFacts(new Map())['ups.source'], '');
  });
});
