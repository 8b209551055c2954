/** The way to a real server: what a session may do, and how each way of not reaching it is told. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { toFailure } from '../../../src/systems/postgresql/failure.ts';
import { knock } from '../../../src/systems/postgresql/knock.ts';
import { SessionFailure } from '../../../src/systems/session/failure.ts';
import { freePort, startHangingPeer } from '../../support/peers.ts';
import { type PostgresServer, startPostgres } from '../../support/postgres.ts';
import { type Authority, makeAuthority } from '../http/certificates.ts';
import { clientOf, entryOf } from './scene.ts';

const limit = (timeoutMs = 5_000) => ({ timeoutMs, signal: AbortSignal.timeout(15_000) });

describe('createPostgresqlClient()', () => {
  let server: PostgresServer;
  let authority: Authority;

  before(async () => {
    authority = await makeAuthority();
    const { cert, key } = await authority.issue({ names: 'DNS:db.internal' });
    server = await startPostgres({
      settings: { ssl: 'on', ssl_cert_file: 'tls.crt', ssl_key_file: 'tls.key', max_connections: '20' },
      files: { 'tls.crt': cert, 'tls.key': key },
    });
  });
  after(async () => {
    await server.stop();
    await authority.remove();
  });

  it('reads, and is refused when it would write', async () => {
    const client = clientOf(server, entryOf(server));

    assert.deepEqual(await client.read('SELECT $1::int + 1 AS two', [1], limit()), [{ two: 2 }]);
    await assert.rejects(client.read('CREATE TABLE t (i int)', [], limit()), /read-only transaction/);
    await client.change('CREATE TABLE t (i int)', [], limit());
    await assert.rejects(client.read('DROP TABLE t', [], limit()), /read-only transaction/);
    await client.close();
  });

  it('has the server itself end what takes too long', async () => {
    const client = clientOf(server, entryOf(server));

    await assert.rejects(client.read('SELECT pg_sleep(30)', [], limit(6_000)), { problem: 'cancelled' });
    assert.equal((await client.read('SELECT 1 AS one', [], limit())).length, 1);
    await client.close();
  });

  it('encrypts when it is told to, and checks the certificate', async () => {
    const trusting = clientOf(server, entryOf(server, { tls: { caFile: authority.caFile, servername: 'db.internal' } }));
    const misled = clientOf(server, entryOf(server, { tls: { caFile: authority.caFile, servername: 'other.internal' } }));
    const unknowing = clientOf(server, entryOf(server, { tls: {} }));
    const careless = clientOf(server, entryOf(server, { tls: { insecure: true } }));
    const encrypted = 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()';

    assert.deepEqual(await trusting.read(encrypted, [], limit()), [{ ssl: true }]);
    assert.deepEqual(await careless.read(encrypted, [], limit()), [{ ssl: true }]);
    await assert.rejects(misled.read(encrypted, [], limit()), { problem: 'tls' });
    await assert.rejects(unknowing.read(encrypted, [], limit()), { problem: 'tls' });
    await Promise.all([trusting, misled, unknowing, careless].map((client) => client.close()));
  });

  it('opens another session after it was cut off', async () => {
    const client = clientOf(server, entryOf(server));
    await client.warm?.();
    const other = clientOf(server, entryOf(server));
    await other.read(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'zhiban' AND pid <> pg_backend_pid()",
      [],
      limit(),
    );

    assert.equal((await client.read('SELECT 1', [], limit()).catch(() => client.read('SELECT 1', [], limit()))).length, 1);
    await Promise.all([client.close(), other.close()]);
  });

  it('a stopped server is told from one that is not there; a kept session sees that newcomers get no answer', async () => {
    const kept = clientOf(server, entryOf(server));
    await kept.warm?.();
    server.freeze();
    const late = clientOf(server, entryOf(server));
    const refusal = late.read('SELECT 1', [], limit()).catch((error: unknown) => error);

    assert.equal(await kept.knock({ ...limit(), timeoutMs: 300 }), 'silent');
    assert.equal((await kept.read('SELECT 1', [], limit())).length, 1);
    const error = await refusal;
    server.thaw();
    assert.ok(error instanceof SessionFailure);
    assert.deepEqual([error.problem, error.stage], ['hung', 'login']);
    await Promise.all([kept.close(), late.close()]);
  });

  it('tells that pg_hba.conf has no rule', async () => {
    const rules = `${server.directory}/pg_hba.conf`;
    const admin = clientOf(server, entryOf(server));
    await admin.warm?.();
    await admin.change('CREATE ROLE nobody LOGIN', [], limit());
    const { writeFile } = await import('node:fs/promises');
    await writeFile(rules, (await readFile(rules, 'utf8')).replaceAll(/^host +all +all/gm, 'host all zhiban'));
    await admin.change('SELECT pg_reload_conf()', [], limit());
    const stranger = clientOf(server, entryOf(server, { username: 'nobody' }));

    let seen: unknown;
    for (let count = 0; count < 40 && !(seen instanceof SessionFailure && seen.problem === 'not-allowed'); count += 1) {
      seen = await stranger.read('SELECT 1', [], limit()).catch((error: unknown) => error);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }

    assert.ok(seen instanceof SessionFailure);
    assert.equal(seen.problem, 'not-allowed');
    await Promise.all([admin.close(), stranger.close()]);
  });
});

describe('toFailure()', () => {
  const cases = { '53300': 'limit', '57P03': 'starting', '57014': 'cancelled', '28P01': 'auth', '42P01': 'unsupported', '22012': 'reply' };
  for (const [code, problem] of Object.entries(cases)) {
    it(`takes ${code} for ${problem}`, () => {
      assert.equal(toFailure('PostgreSQL a:1', Object.assign(new Error('because'), { code }), 'login').problem, problem);
    });
  }

  it('does not take an error of the system for one of the server', () => {
    assert.equal(toFailure('PostgreSQL a:1', Object.assign(new Error('write'), { code: 'EPIPE' }), 'command').problem, 'reset');
  });
});

describe('knock()', () => {
  it('tells refused from silent', async () => {
    const peer = await startHangingPeer();

    assert.equal(await knock('127.0.0.1', await freePort(), limit(500)), 'refused');
    assert.equal(await knock('127.0.0.1', peer.port, limit(200)), 'silent');
    await peer.stop();
  });
});
