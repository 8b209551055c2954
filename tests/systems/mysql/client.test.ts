/** The way to a real server: what a session may do, and how each way of not reaching it is told. */

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { RowDataPacket } from 'mysql2/promise';
import { toFailure } from '../../../src/systems/mysql/failure.ts';
import { type MariadbServer, startMariadb } from '../../support/mariadb.ts';
import { freePort } from '../../support/peers.ts';
import { type Authority, makeAuthority } from '../http/certificates.ts';
import { clientOf, entryOf } from './scene.ts';

const limit = (timeoutMs = 5_000) => ({ timeoutMs, signal: AbortSignal.timeout(15_000) });

describe('createMysqlClient()', () => {
  let server: MariadbServer;
  let authority: Authority;
  let extraPort: number;

  before(async () => {
    authority = await makeAuthority();
    const { cert, key } = await authority.issue({ names: 'DNS:db.internal' });
    const directory = dirname(authority.caFile);
    await Promise.all([writeFile(join(directory, 'db.crt'), cert), writeFile(join(directory, 'db.key'), key)]);
    extraPort = await freePort();
    server = await startMariadb({
      'ssl-cert': join(directory, 'db.crt'),
      'ssl-key': join(directory, 'db.key'),
      'ssl-ca': authority.caFile,
      'max-connections': 10,
      'extra-port': extraPort,
      'extra-max-connections': 3,
    });
  });
  after(async () => {
    await server.stop();
    await authority.remove();
  });
  const open = (more: Readonly<Record<string, unknown>> = {}) => clientOf(entryOf(server.port, more), server.login.password);

  it('reads, and is refused when it would write', async () => {
    const client = open();

    assert.deepEqual(await client.read('SELECT ? + 1 AS two', [1], limit()), [{ two: 2 }]);
    await assert.rejects(client.read('CREATE DATABASE other', [], limit()), /READ ONLY transaction/i);
    await client.change('CREATE DATABASE other', [], limit());
    await assert.rejects(client.read('DROP DATABASE other', [], limit()), /READ ONLY transaction/i);
    await client.close();
  });

  it('has the server itself end what takes too long, and answers afterwards', async () => {
    const client = open();

    await assert.rejects(client.read('SELECT COUNT(*) FROM mysql.seq_1_to_1000000000 a, mysql.seq_1_to_1000000000 b', [], limit(6_000)), {
      problem: 'cancelled',
    });
    assert.equal((await client.read('SELECT 1 AS one', [], limit())).length, 1);
    await client.close();
  });

  it('encrypts when it is told to, and checks the certificate and its name', async () => {
    const encrypted = "SHOW SESSION STATUS LIKE 'Ssl_cipher'";
    const clients = {
      trusting: open({ tls: { caFile: authority.caFile, servername: 'db.internal' } }),
      misled: open({ tls: { caFile: authority.caFile, servername: 'other.internal' } }),
      unknowing: open({ tls: {} }),
      careless: open({ tls: { insecure: true } }),
    };

    assert.match(String((await clients.trusting.read(encrypted, [], limit()))[0]?.Value), /./);
    assert.match(String((await clients.careless.read(encrypted, [], limit()))[0]?.Value), /./);
    await assert.rejects(clients.misled.read(encrypted, [], limit()), { problem: 'tls' });
    await assert.rejects(clients.unknowing.read(encrypted, [], limit()), { problem: 'tls' });
    await Promise.all(Object.values(clients).map((client) => client.close()));
  });

  it('goes in by the extra port when every connection is taken', async () => {
    const sessions = [];
    for (let count = 0; count < 15; count += 1) {
      const session = await server.connect().catch(() => null);
      if (session === null) break;
      sessions.push(session);
    }
    const shut = open();
    const extra = open({ extraPort });

    await assert.rejects(shut.read('SELECT 1', [], limit()), { problem: 'limit' });
    assert.equal((await extra.read('SELECT 1', [], limit())).length, 1);
    assert.equal(await extra.newcomers(limit()), 'limit');
    for (const session of sessions) session.destroy();
    await Promise.all([shut.close(), extra.close()]);
  });

  it('opens another session after it was cut off', async () => {
    const client = open();
    await client.warm?.();
    const admin = await server.connect();
    const [rows] = await admin.query<RowDataPacket[]>('SELECT ID AS id FROM information_schema.PROCESSLIST WHERE ID <> CONNECTION_ID()');
    for (const { id } of rows) await admin.query(`KILL ${String(id)}`).catch(() => undefined);

    const again = () => client.read('SELECT 1', [], limit());
    assert.equal((await again().catch(again)).length, 1);
    await client.close();
  });

  it('a stopped server is told from one that is not there', async () => {
    server.freeze();
    const late = open();
    const error = await late.read('SELECT 1', [], limit()).catch((problem: unknown) => problem);
    server.thaw();

    assert.deepEqual([Reflect.get(Object(error), 'problem'), Reflect.get(Object(error), 'stage')], ['hung', 'login']);
    await late.close();
  });
});

describe('toFailure()', () => {
  const cases = {
    1040: 'limit',
    1045: 'auth',
    1129: 'not-allowed',
    1049: 'no-database',
    1227: 'no-permission',
    1146: 'unsupported',
    3024: 'cancelled',
    1290: 'reply',
  };
  for (const [errno, problem] of Object.entries(cases)) {
    it(`takes ${errno} for ${problem}`, () => {
      const error = Object.assign(new Error('because'), { code: 'ER_SOMETHING', errno: Number(errno) });

      assert.equal(toFailure('MySQL a:1', error, 'command').problem, problem);
    });
  }

  it('takes errors of the system by their code', () => {
    const error = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', errno: -111 });

    assert.equal(toFailure('MySQL a:1', error, 'connect').problem, 'refused');
  });
});
