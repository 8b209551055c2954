import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { hostKind } from '../../../src/systems/host/system.ts';
import { checksOf } from '../../../src/systems/memcached/check.ts';
import { memcachedKind } from '../../../src/systems/memcached/system.ts';
import { contextOf, describeSystem, type SuiteSystem } from '../../contracts/system.ts';
import { startMemcached } from '../../support/memcached.ts';
import { freePort, startHangingPeer } from '../../support/peers.ts';
import { withMemcached } from './scene.ts';

const secret = 'the-very-secret-password';
const entry = { id: 'sessions', kind: 'memcached', host: '127.0.0.1' };

/** As the guide has it: `username:password` a line. */
async function withLogin(given: string): Promise<SuiteSystem> {
  const directory = await mkdtemp(join(tmpdir(), 'zhiban-memcached-'));
  await writeFile(join(directory, 'logins'), `zhiban:${secret}\n`);
  const server = await startMemcached([`--auth-file=${join(directory, 'logins')}`]);
  return {
    entry: { ...entry, port: server.port, username: 'zhiban', password: { env: 'X' } },
    secrets: [given],
    resolveSecret: () => given,
    stop: async () => {
      await server.stop();
      await rm(directory, { recursive: true });
    },
  };
}

describeSystem(memcachedKind, {
  live: () => withLogin(secret),
  unreachable: {
    refused: { start: async () => ({ entry: { ...entry, port: await freePort() } }), problem: 'refused' },
    'unknown name': { start: () => Promise.resolve({ entry: { ...entry, host: 'no-such-host.invalid' } }), problem: 'dns' },
    'wrong password': { start: () => withLogin('a-wrong-secret'), problem: 'auth' },
    'no password given': {
      start: async () => {
        const { entry: given, stop } = await withLogin(secret);
        return { entry: { ...entry, port: given.port }, ...(stop === undefined ? {} : { stop }) };
      },
      problem: 'auth',
    },
    'connection limit': {
      start: async () => {
        const server = await startMemcached(['-c', '21']);
        for (let index = 0; index < 40; index += 1) await server.connect();
        return { entry: { ...entry, port: server.port }, stop: () => server.stop() };
      },
      problem: 'limit',
    },
    'TLS spoken to a server without': {
      start: async () => {
        const server = await startMemcached();
        return { entry: { ...entry, port: server.port, tls: {} }, stop: () => server.stop() };
      },
      problem: 'tls',
    },
  },
  hanging: async () => {
    const peer = await startHangingPeer();
    return { entry: { ...entry, port: peer.port }, stop: () => peer.stop() };
  },
  sampleArguments: { 'cache-memlimit': { megabytes: 96 }, 'slabs-automove': { mode: 1 } },
  sampleFacts: { 'memory.suggestedMegabytes': 96 },
  rareFacts: ['reach.problem', 'reach.stage', 'reach.code', 'reach.reason'],
  hostKinds: [hostKind] as never,
});

describe('memcachedKind', () => {
  it('entry refuses a login that is only half given, and names that would break the protocol', () => {
    for (const more of [
      { username: 'a' },
      { password: { env: 'X' } },
      { username: 'a b', password: { env: 'X' } },
      { port: 0 },
      { host: '' },
    ])
      assert.equal(memcachedKind.entry.safeParse({ ...entry, ...more }).success, false, JSON.stringify(more));
    assert.equal(memcachedKind.entry.parse(entry).port, 11_211);
  });
});

describe('checksOf()', () => {
  it('finds nothing to narrow on a server of this machine alone', async () => {
    await withMemcached([], async ({ client, entry: own }) => {
      const checks = await memcachedKind.check?.(client, contextOf(own, 5_000));

      assert.deepEqual(
        checks?.map(({ level }) => level),
        ['ok'],
      );
    });
  });

  it('warns of UDP, of missing logins and of flush_all where others can connect', () => {
    const settings = new Map([
      ['inter', 'NULL'],
      ['udpport', '11211'],
      ['auth_enabled_ascii', 'no'],
      ['flush_enabled', 'yes'],
    ]);

    const warnings = checksOf(settings).map(({ text }) => text.en);

    assert.equal(warnings.length, 3);
    assert.match(warnings.join(), /-U 0.*--auth-file.*-F/s);
  });
});
