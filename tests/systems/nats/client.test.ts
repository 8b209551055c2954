/** What the client makes of servers that no healthy NATS is; a real one is in system.test.ts. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { createUser, fromPublic } from '@nats-io/nkeys';
import { z } from 'zod';
import { HttpFailure } from '../../../src/systems/http/exchange.ts';
import { createNatsClient } from '../../../src/systems/nats/client.ts';
import { toFailure } from '../../../src/systems/nats/failure.ts';
import { connectOptions } from '../../../src/systems/nats/login.ts';
import { NatsSession } from '../../../src/systems/nats/session.ts';
import { SessionFailure } from '../../../src/systems/session/failure.ts';
import { systemClock } from '../../support/system-clock.ts';
import { entryOf } from './scene.ts';

/** What the peer says: at once, and after the first words of the client. */
let script: { readonly first: string; readonly then?: string; readonly hangsUp?: boolean };
let peer: Server;
let url: string;
const limit = (timeoutMs = 5_000) => ({ timeoutMs, signal: AbortSignal.timeout(10_000) });

before(async () => {
  peer = createServer((socket: Socket) => {
    socket.on('error', () => undefined);
    socket.write(script.first);
    if (script.hangsUp === true) socket.end();
    socket.on('data', (heard) => {
      const said = heard.toString('utf8');
      if (said.includes('PING')) socket.write('PING\r\nPONG\r\n');
      if (said.startsWith('SUB ') && script.then !== undefined) socket.write(script.then.replaceAll('INBOX', said.split(' ')[1] ?? ''));
    });
  }).listen(0, '127.0.0.1');
  await once(peer, 'listening');
  const address = peer.address();
  url = `nats://127.0.0.1:${String(typeof address === 'object' ? address?.port : 0)}`;
});
after(() => peer.close());

const info = 'INFO {"version":"2.10.0","nonce":"abc"}\r\n';
const clientOf = () =>
  createNatsClient(entryOf({ url, monitoringUrl: 'http://127.0.0.1:1' }), { clock: systemClock, resolveSecret: () => 'hidden-word' });

describe('createNatsClient()', () => {
  it('tells how newcomers are received', async () => {
    const received: unknown[] = [];
    for (const said of [
      { first: info },
      { first: `${info}-ERR 'maximum connections exceeded'\r\n`, hangsUp: true },
      { first: 'INFO {"version":"2.10.0","ldm":true}\r\n' },
      { first: 'SSH-2.0-OpenSSH\r\n' },
      { first: 'INFO {"tls_required":true}\r\nnonsense that is no handshake\r\n', hangsUp: true },
      { first: '', hangsUp: true },
    ]) {
      script = said;
      received.push(await clientOf().newcomers(limit()));
    }
    script = { first: '' };
    received.push(await clientOf().newcomers(limit(200)));

    assert.deepEqual(
      [received.slice(0, 4), received.slice(5)],
      [
        ['answered', 'limit', 'lame-duck', 'failed'],
        ['failed', 'silent'],
      ],
    );
    assert.match(String(received[4]), /^(tls|failed)$/);
  });

  it('asks JetStream, and tells its refusals, silence about a subject, and nonsense apart', async () => {
    const schema = z.object({ streams: z.number() });
    const ask = async (then: string): Promise<unknown> => {
      script = { first: info, then };
      return clientOf()
        .api('INFO', null, schema, limit())
        .catch((error: unknown) => (error instanceof SessionFailure ? `${error.problem} ${error.code}` : error));
    };
    const message = (body: string): string => `MSG INBOX 1 ${String(body.length)}\r\n${body}\r\n`;

    assert.deepEqual(await ask(message('{"streams":3}')), { streams: 3 });
    assert.equal(await ask(message('{"error":{"code":404,"err_code":10059,"description":"stream not found"}}')), 'reply 10059');
    assert.equal(await ask('HMSG INBOX 1 16 16\r\nNATS/1.0 503\r\n\r\n\r\n'), 'unsupported 503');
    assert.equal(await ask(message('[]')), 'reply ');
    assert.equal(
      await ask('-ERR \'Permissions Violation for Publish to "x"\'\r\n'),
      'no-permission Permissions Violation for Publish to "x"',
    );
    assert.equal(await ask(`MSG INBOX 1 99999999\r\n`), 'reply ');
  });
});

describe('connectOptions()', () => {
  const entry = (more: Readonly<Record<string, unknown>>) =>
    entryOf({ url: 'nats://10.0.0.1', monitoringUrl: 'http://10.0.0.1:8222' }, more);

  it('signs the nonce with the seed of a .creds file, and shows nothing of a file that is none', () => {
    const user = createUser();
    const seed = new TextDecoder().decode(user.getSeed());
    const file = `-----BEGIN NATS USER JWT-----\nthe.signed.jwt\n------END NATS USER JWT------\n\n-----BEGIN USER NKEY SEED-----\n${seed}\n------END USER NKEY SEED------\n`;

    const options = connectOptions(entry({ credentials: { env: 'C' } }), 'nonce', () => file);

    assert.equal(options.jwt, 'the.signed.jwt');
    const signature = Buffer.from(String(options.sig), 'base64url');
    assert.ok(fromPublic(user.getPublicKey()).verify(Buffer.from('nonce'), signature));
    assert.throws(
      () => connectOptions(entry({ credentials: { env: 'C' } }), 'nonce', () => `BEGIN ${seed}`),
      (error: Error) => !JSON.stringify([error.message, error.cause]).includes(seed),
    );
  });

  it('has a token, a password, or nothing', () => {
    const secret = () => 'word';

    assert.equal(connectOptions(entry({ token: { env: 'T' } }), '', secret).auth_token, 'word');
    assert.equal(connectOptions(entry({ username: 'a', password: { env: 'P' } }), '', secret).pass, 'word');
    assert.equal(connectOptions(entry({}), '', secret).user, undefined);
  });
});

it('NatsSession.greet() ends with its limit when nothing is said, and with the signal', async () => {
  script = { first: '' };
  const entry = entryOf({ url, monitoringUrl: 'http://127.0.0.1:1' });

  await assert.rejects(NatsSession.greet(entry, limit(100)), { problem: 'hung' });
  await assert.rejects(NatsSession.greet(entry, { timeoutMs: 5_000, signal: AbortSignal.timeout(50) }), { problem: 'stopped' });
});

it('toFailure() keeps what kept a request from an answer', () => {
  const failure = toFailure(new HttpFailure('Cannot read http://a: no', { problem: 'refused', stage: 'connect', code: 'ECONNREFUSED' }));

  assert.ok(failure instanceof SessionFailure);
  assert.deepEqual([failure.problem, failure.stage, failure.code], ['refused', 'connect', 'ECONNREFUSED']);
  assert.equal(toFailure(failure), failure);
});
