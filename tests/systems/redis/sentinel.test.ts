/** Three sentinels, a primary and a replica, all real; broken one step further by each test, in order. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { checkCompany, mayWrite } from '../../../src/systems/redis/check-company.ts';
import type { RedisClient } from '../../../src/systems/redis/client.ts';
import type { RedisEntry } from '../../../src/systems/redis/entry.ts';
import { addressOf, firstThatOpens, placeOf } from '../../../src/systems/redis/place.ts';
import { contextOf } from '../../contracts/system.ts';
import { type RedisServer, startRedis } from '../../support/redis.ts';
import { type Sentinel, startSentinel, until } from '../../support/redis-sentinel.ts';
import { diagnose, redisClient, redisEntry } from './diagnose.ts';

const name = 'orders';
const config = { requirepass: 'shared-secret', masterauth: 'shared-secret', 'repl-diskless-sync-delay': '0' };
const limit = { timeoutMs: 5_000, signal: new AbortController().signal };

describe('a Redis below sentinels', { timeout: 120_000 }, () => {
  let primary: RedisServer;
  let replica: RedisServer;
  let sentinels: Sentinel[] = [];
  let entry: RedisEntry;
  let client: RedisClient;

  before(async () => {
    primary = await startRedis({ config });
    replica = await startRedis({ config, replicaOf: primary });
    for (const server of [primary, replica])
      await (await server.connect({ password: config.requirepass })).call('ACL', 'SETUSER', 'zhiban', 'on', '>zhibans-own', '~*', '+@all');
    sentinels = await Promise.all([1, 2, 3].map(() => startSentinel(name, primary, 2)));
    for (const sentinel of sentinels) await sentinel.ask('SENTINEL', 'SET', name, 'auth-pass', config.requirepass);
    await until(() => allAgree(sentinels, (fields) => fields.get('num-other-sentinels') === '2'), 'the sentinels know each other');
    await until(() => allAgree(sentinels, (fields) => fields.get('num-slaves') === '1'), 'the sentinels know the replica');
    await until(async () => String(await sentinels[0]?.ask('SENTINEL', 'CKQUORUM', name)).startsWith('OK'), 'there is a quorum');
    entry = redisEntry('', {
      url: undefined,
      sentinels: sentinels.map((sentinel) => sentinel.address),
      masterName: name,
      username: 'zhiban',
      password: { env: 'PASSWORD' },
    });
    client = redisClient(entry, { PASSWORD: 'zhibans-own' });
  });

  after(async () => {
    await client.close();
    for (const sentinel of sentinels) await sentinel.stop();
    await replica.stop();
    await primary.stop();
  });

  it('is reached where the sentinels say, and a healthy set has no fault', async () => {
    const seen = await diagnose(client, entry, { probes: ['sentinels', 'members', 'replication', 'cluster'] });

    assert.equal(client.address, `127.0.0.1:${String(primary.port)}`);
    assert.deepEqual(seen.confirmed, []);
    assert.equal(seen.facts['sentinels.reached'], 3);
    assert.equal(seen.facts['sentinels.hasQuorum'], true);
    assert.equal(seen.facts['members.reached'], 2);
    assert.deepEqual(await checkCompany(client, contextOf(entry, 10_000), limit), []);
  });

  it('a failover is followed by the next connection, and told', async () => {
    // Sentinels demote an old primary after some seconds; one that no longer lets them in stays as it is.
    const old = await primary.connect({ password: config.requirepass });
    await old.call('CONFIG', 'SET', 'requirepass', 'changed-since');
    await old.call('CLIENT', 'KILL', 'TYPE', 'normal');
    await until(async () => (await sentinels[0]?.ask('SENTINEL', 'FAILOVER', name)) === 'OK', 'a failover is accepted');
    const moved = `127.0.0.1:${String(replica.port)}`;
    await until(() => allAgree(sentinels, (fields) => addressIn(fields) === moved), 'all sentinels name the new primary');
    await until(() => allAgree(sentinels, (fields) => !/failover/.test(fields.get('flags') ?? '')), 'the failover is over');
    await client.close();

    const seen = await diagnose(client, entry, { probes: ['sentinels', 'members', 'replication', 'cluster'] });

    assert.equal(client.address, moved);
    assert.equal(seen.facts['sentinels.failovers'], 1);
    assert.equal(seen.facts['replication.isMaster'], true);
    assert.deepEqual(
      seen.causes.filter((id) => id.startsWith('sentinel')),
      [],
    );
  });

  it('an old primary that was not demoted is found by what the sentinels remember', async () => {
    const seen = await diagnose(client, entry, { probes: ['members', 'cluster'] });

    assert.deepEqual(seen.causes, ['two-primaries']);
    assert.equal(seen.facts['members.strayPrimary'], `127.0.0.1:${String(primary.port)}`);
  });

  it('without two of three sentinels there is no quorum, and doctor says so', async () => {
    await sentinels[1]?.stop();
    await sentinels[2]?.stop();
    await until(async () => {
      const said = await sentinels[0]?.ask('SENTINEL', 'CKQUORUM', name).catch((error: Error) => error.message);
      return String(said).includes('NOQUORUM');
    }, 'the last sentinel misses the others');

    const seen = await diagnose(client, entry, { probes: ['sentinels'] });
    const doctor = await checkCompany(client, contextOf(entry, 10_000), limit);

    assert.deepEqual(seen.causes, ['sentinel-no-quorum']);
    assert.equal(seen.facts['sentinels.unreachable'], 2);
    assert.equal(doctor.length, 2);
    assert.match(doctor[1]?.text.en ?? '', /could not fail over/);
  });

  it('a name that the sentinels do not know is said, by the probe and by the connection', async () => {
    const wrong = { ...entry, masterName: 'payments', sentinels: [sentinels[0]?.address ?? ''] };
    const lost = redisClient(wrong, { PASSWORD: 'zhibans-own' });

    const seen = await diagnose(lost, wrong, { probes: ['sentinels', 'server'] });
    await lost.close();

    assert.deepEqual(seen.causes, ['sentinel-name-unknown']);
    assert.match(seen.evidence.find((each) => each.probe === 'server')?.reason ?? '', /knows no primary named 'payments'/);
  });

  it('without any sentinel the failure counts them and says why', async () => {
    await sentinels[0]?.stop();
    await client.close();

    await assert.rejects(client.call(['PING'], limit), /no other of 3 addresses could be reached/);
  });
});

describe('placeOf() and firstThatOpens()', () => {
  it('read IPv6, and stop at a refused login', async () => {
    assert.deepEqual(placeOf('[::1]:6379'), { host: '::1', port: 6379 });
    assert.equal(addressOf(placeOf('cache:6380')), 'cache:6380');
    await assert.rejects(
      firstThatOpens([], () => Promise.resolve()),
      RangeError,
    );
  });
});

describe('mayWrite()', () => {
  it('reads what is granted after the last -@all', () => {
    assert.equal(mayWrite('user zhiban on ~* +@all'), true);
    assert.equal(mayWrite('user zhiban on ~* +@all -@all +ping +info'), false);
    assert.equal(mayWrite('user zhiban on ~* -@all +@write'), true);
  });
});

type Fields = ReadonlyMap<string, string>;

async function allAgree(sentinels: readonly Sentinel[], claim: (fields: Fields) => boolean): Promise<boolean> {
  for (const sentinel of sentinels) {
    const flat = (await sentinel.ask('SENTINEL', 'MASTER', name)) as string[];
    const fields = new Map(flat.flatMap((word, index) => (index % 2 === 0 ? [[word, flat[index + 1] ?? ''] as const] : [])));
    if (!claim(fields)) return false;
  }
  return true;
}

function addressIn(fields: Fields): string {
  return `${fields.get('ip') ?? ''}:${fields.get('port') ?? ''}`;
}
