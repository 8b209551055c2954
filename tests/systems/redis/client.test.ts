import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createRedisClient } from '../../../src/systems/redis/client.ts';
import { toFailure } from '../../../src/systems/redis/connection.ts';
import { failureOfReply, failureOfSocket, RedisFailure, statusOf } from '../../../src/systems/redis/failure.ts';
import { infoFields, parseInfo, sectionText } from '../../../src/systems/redis/info.ts';
import { knock } from '../../../src/systems/redis/knock.ts';
import { parseLine } from '../../../src/systems/redis/overhear.ts';
import { numberOf, pairsOf, printReply, toReply } from '../../../src/systems/redis/reply.ts';
import { freePort, startHangingPeer } from '../../support/peers.ts';
import { startRedis } from '../../support/redis.ts';
import { systemClock } from '../../support/system-clock.ts';
import { redisEntry } from './diagnose.ts';
import { withRedis } from './with-redis.ts';

const limit = (timeoutMs = 3_000) => ({ timeoutMs, signal: AbortSignal.timeout(20_000) });

async function failureOf(work: Promise<unknown>): Promise<RedisFailure> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof RedisFailure, String(error));
  return error;
}

describe('createRedisClient()', () => {
  it('does nothing until it is asked, and resolves the secret only then', async () => {
    const asked: string[] = [];
    const entry = redisEntry('redis://127.0.0.1:1', { password: { env: 'X' } });
    const client = createRedisClient(entry, { clock: systemClock, resolveSecret: (ref) => `pw${String(asked.push(JSON.stringify(ref)))}` });
    assert.deepEqual(asked, []);

    assert.equal((await failureOf(client.call(['PING'], limit()))).problem, 'refused');
    assert.equal(asked.length, 1);
    await client.close();
  });

  it('shares one connection among all who ask at once', async () => {
    await withRedis({}, async ({ server, client }) => {
      await Promise.all(Array.from({ length: 20 }, () => client.call(['PING'], limit())));

      const list = String(await (await server.connect()).client('LIST'));
      assert.equal([...list.matchAll(/name=zhiban/g)].length, 1);
    });
  });

  it('keeps its slot when everybody else is refused', async () => {
    await withRedis({ config: { maxclients: '2' } }, async ({ server, client }) => {
      await client.call(['PING'], limit());
      await server.connect();

      assert.equal(await client.call(['PING'], limit()), 'PONG');
    });
  });

  it('opens again after the server was away', async () => {
    await withRedis({}, async ({ server, client }) => {
      await client.call(['PING'], limit());
      await server.kill();
      await failureOf(client.call(['PING'], limit()));
      await server.restart();

      assert.equal(await client.call(['PING'], limit()), 'PONG');
    });
  });

  it('ends a command with its limit and with its signal', async () => {
    await withRedis({}, async ({ server, client }) => {
      await client.call(['PING'], limit());
      server.signal('SIGSTOP');

      assert.equal((await failureOf(client.call(['PING'], limit(150)))).problem, 'hung');
      assert.equal((await failureOf(client.call(['PING'], { timeoutMs: 5_000, signal: AbortSignal.timeout(100) }))).problem, 'stopped');
      server.signal('SIGCONT');
      assert.equal(await client.call(['PING'], limit()), 'PONG');
    });
  });

  it('gives the failures of a pipeline in their place', async () => {
    await withRedis({}, async ({ client }) => {
      const answers = await client.callAll(
        [
          ['SET', 'a', 'b'],
          ['LPUSH', 'a', 'c'],
          ['GET', 'a'],
        ],
        limit(),
      );

      assert.equal(answers[0], 'OK');
      assert.ok(answers[1] instanceof RedisFailure && answers[1].code === 'WRONGTYPE');
      assert.equal(answers[2], 'b');
    });
  });

  it('overhears commands and keys without a driver in between', async () => {
    await withRedis({}, async ({ server, client }) => {
      const redis = await server.connect();
      let isOver = false;
      const load = (async () => {
        while (!isOver) await redis.set('k "quoted"', 'private');
      })();

      const heard = await client.overhear(200, 50, limit());
      isOver = true;
      await load;

      assert.equal(heard.length, 50);
      assert.ok(heard.some((line) => line.command === 'set' && line.key.includes('quoted')));
      assert.doesNotMatch(JSON.stringify(heard), /private/);
    });
  });
});

describe('knock()', () => {
  it('tells an answer, silence and refusal apart', async (test) => {
    const server = await startRedis({ config: { requirepass: 'pw' } });
    test.after(() => server.stop());
    const peer = await startHangingPeer();
    test.after(() => peer.stop());
    const at = (port: number) => ({ host: '127.0.0.1', port, tls: null });

    const answered = await knock(at(server.port), limit(1_000));
    const silent = await knock(at(peer.port), limit(200));
    const refused = await knock(at(await freePort()), limit(1_000));

    assert.ok(answered.outcome === 'answered' && /wrong number of arg/.test(answered.line));
    assert.deepEqual([silent.outcome, refused.outcome], ['silent', 'failed']);
  });
});

describe('failures', () => {
  it('failureOfReply() names the kind by what Redis says', () => {
    const said = {
      'NOAUTH Authentication required.': 'auth',
      'WRONGPASS invalid username-password pair': 'auth',
      "NOPERM this user has no permissions to run the 'keys' command": 'no-permission',
      'LOADING Redis is loading the dataset in memory': 'loading',
      'BUSY Redis is busy running a script.': 'busy',
      'MASTERDOWN Link with MASTER is down': 'master-down',
      'ERR max number of clients reached': 'limit',
      "ERR unknown command 'ACL'": 'unknown-command',
      'DENIED Redis is running in protected mode': 'protected-mode',
      'ERR syntax error': 'reply',
    };
    for (const [reply, problem] of Object.entries(said)) assert.equal(failureOfReply('r', reply, 'command').problem, problem, reply);
  });

  it('failureOfSocket() names the kind by the code', () => {
    const codes = {
      ECONNREFUSED: 'refused',
      ENOTFOUND: 'dns',
      EHOSTUNREACH: 'no-route',
      CERT_HAS_EXPIRED: 'tls',
      ECONNRESET: 'reset',
      WHATEVER: 'other',
    };
    for (const [code, problem] of Object.entries(codes))
      assert.equal(failureOfSocket('r', Object.assign(new Error('x'), { code }), 'connect').problem, problem);
  });

  it('statusOf() says whether it could not be reached, may not be looked at, or did not answer', () => {
    const of = (problem: RedisFailure['problem']) => statusOf(new RedisFailure('x', { problem, stage: 'connect' }));

    assert.deepEqual([of('refused'), of('auth'), of('hung'), of('loading')], ['unreachable', 'denied', 'timeout', 'failed']);
  });

  it('toFailure() keeps a failure as it is', () => {
    const failure = new RedisFailure('x', { problem: 'busy', stage: 'command' });

    assert.equal(toFailure(failure, 'r'), failure);
  });
});

describe('answers', () => {
  it('parseInfo() reads values and sections, and values with colons', () => {
    const info = parseInfo(
      '# Server\r\nredis_version:7.0.15\r\nexecutable:/usr/bin:x\r\n\r\n# Stats\r\nslave0:ip=1.2.3.4,port=6379,lag=1\r\n',
    );

    assert.equal(info.values.get('executable'), '/usr/bin:x');
    assert.match(sectionText(info, ['stats']), /slave0/);
    assert.equal(infoFields('ip=1.2.3.4,lag=1').get('lag'), '1');
  });

  it('replies become plain values', () => {
    assert.deepEqual(toReply([1, 'a', null, [Buffer.from('b')], true]), [1, 'a', null, ['b'], 1]);
    assert.equal(pairsOf(['a', '1', 'b', '2']).get('b'), '2');
    assert.deepEqual([numberOf('12'), numberOf(''), numberOf('x'), numberOf(null)], [12, null, null, null]);
    assert.equal(printReply(['a', ['b']]), '1) a\n2) 1) b');
  });

  it('parseLine() reads a line of MONITOR without its values', () => {
    assert.deepEqual(parseLine('+1700000000.123 [0 10.0.0.1:4000] "SET" "k\\"1" "value"'), {
      source: '10.0.0.1:4000',
      command: 'set',
      key: 'k\\"1',
    });
    assert.equal(parseLine('+OK'), null);
  });
});
