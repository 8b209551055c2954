import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createListener } from 'node:net';
import { describe, it } from 'node:test';
import { createMemcachedClient, statsOf } from '../../../src/systems/memcached/client.ts';
import { classesOf, countOf, numberOf, percent, print, ratioOf, shown } from '../../../src/systems/memcached/numbers.ts';
import { failureOfLine, MemcachedSession } from '../../../src/systems/memcached/session.ts';
import { SessionFailure } from '../../../src/systems/session/failure.ts';
import { openSocket } from '../../../src/systems/tcp/open-socket.ts';
import { systemClock } from '../../support/system-clock.ts';
import { clientOf, entryOf, withMemcached } from './scene.ts';

const limit = (timeoutMs = 3_000) => ({ timeoutMs, signal: AbortSignal.timeout(20_000) });

describe('createMemcachedClient()', () => {
  it('tells another server at the port from memcached, by what that says', async () => {
    const web = createServer((_asked, answer) => answer.end()).listen(0, '127.0.0.1');
    await once(web, 'listening');
    const address = web.address();
    const client = clientOf(entryOf(typeof address === 'object' ? (address?.port ?? 0) : 0));

    await assert.rejects(client.stats('', limit()), { problem: 'reply', stage: 'login', message: /HTTP\/1\.1 400/ });

    await client.close();
    web.close();
  });

  it('does nothing until it is asked', async () => {
    const client = createMemcachedClient(entryOf(1), { clock: systemClock, resolveSecret: () => assert.fail('asked for a secret') });

    await assert.rejects(client.stats('', limit()), { problem: 'refused' });
    await client.close();
  });

  it('keeps its slot when newcomers are turned away', async () => {
    await withMemcached(['-c', '21'], async ({ server, client }) => {
      await client.warm?.();
      for (let index = 0; index < 40; index += 1) await server.connect();

      await assert.rejects(client.knock(limit()), { problem: 'limit' });
      assert.ok((await client.stats('', limit())).has('curr_connections'));
    });
  });

  it('asks one thing at a time, however many ask at once', async () => {
    await withMemcached([], async ({ client }) => {
      const names = ['', 'settings', 'items', 'slabs', '', 'settings'];

      const answers = await Promise.all(names.map((name) => client.stats(name, limit())));

      assert.deepEqual(
        answers.map((stats) => [stats.has('pid'), stats.has('maxbytes'), stats.has('active_slabs')]),
        [
          [true, false, false],
          [false, true, false],
          [false, false, false],
          [false, false, true],
          [true, false, false],
          [false, true, false],
        ],
      );
    });
  });

  it('ends with its limit when the process is stopped, and works again afterwards', async () => {
    await withMemcached([], async ({ server, client }) => {
      await client.stats('', limit());
      server.signal('SIGSTOP');

      await assert.rejects(client.stats('', limit(150)), { problem: 'hung' });
      server.signal('SIGCONT');
      assert.ok((await client.stats('', limit())).has('uptime'));
    });
  });

  it('tells what a version does not know from what it refuses', async () => {
    await withMemcached([], async ({ client }) => {
      await assert.rejects(client.stats('nonsense', limit()), { problem: 'unsupported' });
      await assert.rejects(client.command('cache_memlimit 1', limit()), { problem: 'reply', code: 'MEMLIMIT_TOO_SMALL' });
    });
  });

  it('watches operations with their keys and never a value', async () => {
    await withMemcached([], async ({ server, client }) => {
      const app = await server.connect();
      const heard = client.watch('fetchers mutations', 10_000, 3, limit(15_000));
      let isHeard = false;
      heard.finally(() => (isHeard = true)).catch(() => undefined);
      while (!isHeard) await app.say('set cart:1 0 0 7\r\nprivate\r\nget cart:1');

      const lines = await heard;
      assert.equal(lines.length, 3);
      assert.match(lines.join(), /key=cart%3A1|key=cart:1/);
      assert.doesNotMatch(lines.join(), /private/);
    });
  });
});

describe('MemcachedSession', () => {
  it('is over once the peer is gone, and says so to whoever waits', async () => {
    await withMemcached([], async ({ server }) => {
      const { socket } = await openSocket({ server: 'memcached', host: '127.0.0.1', port: server.port }, limit());
      const session = new MemcachedSession('memcached', socket);
      assert.match(String(await session.ask('version', limit())), /^VERSION/);
      await server.stop();

      await assert.rejects(session.ask('version', limit()), SessionFailure);
      assert.equal(session.isOpen(), false);
    });
  });
});

describe('MemcachedSession turned away', () => {
  it('tells what was said before anything was asked', async () => {
    const door = createListener((socket) => socket.on('error', () => {}).end('ERROR Too many open connections\r\n')).listen(0, '127.0.0.1');
    await once(door, 'listening');
    const address = door.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const { socket } = await openSocket({ server: 'memcached', host: '127.0.0.1', port }, limit());
    const session = new MemcachedSession('memcached', socket);
    await once(socket, 'data');

    await assert.rejects(session.ask('version', limit()), { problem: 'limit' });

    session.destroy();
    door.close();
  });
});

describe('failureOfLine()', () => {
  const cases = {
    'ERROR Too many open connections': 'limit',
    'CLIENT_ERROR unauthenticated': 'auth',
    'CLIENT_ERROR authentication failure': 'auth',
    'CLIENT_ERROR flush_all not allowed': 'no-permission',
    ERROR: 'unsupported',
    'SERVER_ERROR out of memory storing object': 'reply',
  };
  for (const [line, problem] of Object.entries(cases))
    it(`'${line}' is ${problem}`, () => assert.equal(failureOfLine('memcached', line).problem, problem));
});

describe('numbers of stats', () => {
  const stats = statsOf(['STAT bytes 512', 'STAT items:2:evicted 7', 'STAT 2:chunk_size 96', 'STAT version 1.6', 'END']);

  it('are read where they are there', () => {
    assert.deepEqual([numberOf(stats, 'bytes'), numberOf(stats, 'absent'), numberOf(stats, 'version')], [512, null, 1.6]);
    assert.deepEqual([countOf(stats, 'absent'), ratioOf(1, 4), ratioOf(1, 0)], [0, 0.25, null]);
    assert.deepEqual([shown(null), shown(3), percent(0.256), percent(null)], ['?', '3', '26%', '?']);
    assert.equal(print(stats, ['bytes', 'absent']), 'bytes 512');
  });

  it('are put together by slab class', () => {
    assert.deepEqual(
      [...(classesOf(stats).get(2) ?? [])],
      [
        ['evicted', '7'],
        ['chunk_size', '96'],
      ],
    );
  });
});
